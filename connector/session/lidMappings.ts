import type { MessageContent } from '#shared/contracts/messages.ts'
import { type KnownContact, storeContacts } from '#shared/domain/contacts/index.ts'
import {
  type CanonicalJid,
  canonicalJidsOf,
  findFreshMappings,
  type LidMapping,
  lidsOf,
  storeCanonicalJid,
  storeLidMappings,
} from '#shared/domain/lidMappings/index.ts'
import { adoptNumbers, type Inbound, type InboundMessage } from '#shared/domain/messages/index.ts'
import { isGroupJid, isLid, phoneOf } from '#shared/jid.ts'
import { jidSpellingsOf } from '#shared/spellings.ts'
import type { LeaseHandle } from '../fleet/leaseHandle.ts'
import { persist } from '../persist.ts'
import type { ConnectorServices } from '../services.ts'

const KNOWN = 5_000

type Services = Pick<ConnectorServices, 'db' | 'now' | 'log' | 'outbox'>

/** Stores pairs of LIDs and numbers. */
export type StoreMappings = (mappings: readonly LidMapping[]) => Promise<void>

/**
 * Maps the LIDs of a session's contacts to phone numbers, and the spellings of a number to one JID. The number beside a LID is canonical.
 * The mappings are learned from received stanzas, from queries and from Baileys, stored in the database, and cached.
 */
export class LidMappings {
  readonly #services: Services
  readonly #leaseHandle: LeaseHandle
  readonly #sessionId: string
  /** Canonical JIDs by LID and by the JIDs of numbers with several spellings. */
  readonly #known = new Map<string, string>()
  /** LIDs by canonical JID; null while no LID is known. */
  readonly #lids = new Map<string, string | null>()
  readonly #names = new Map<string, string>()
  #queue: Promise<unknown> = Promise.resolve()
  #learning: Promise<unknown> = Promise.resolve()
  #version = 0

  constructor(services: Services, leaseHandle: LeaseHandle, sessionId: string) {
    this.#services = services
    this.#leaseHandle = leaseHandle
    this.#sessionId = sessionId
  }

  /** Changes with each stored mapping. */
  get version(): number {
    return this.#version
  }

  /**
   * Runs a write of rows that name persons, while no mapping changes. A new mapping moves the rows of its LID, and would miss a
   * row that is written under the LID meanwhile. The work must not wait for another work in this order.
   */
  async inOrder<T>(work: (store: StoreMappings) => Promise<T>): Promise<T> {
    const own = this.#queue.then(() => work((mappings) => this.#store(this.#changed(mappings))))
    this.#queue = own.catch(() => undefined)
    return await own
  }

  /**
   * Stores the mappings that have changed.
   * @throws the database's error
   */
  async store(mappings: readonly LidMapping[]): Promise<void> {
    if (this.#changed(mappings).length > 0) await this.inOrder((store) => store(mappings))
  }

  /** Stores mappings in the background, before all work that is queued later. */
  learn(mappings: readonly LidMapping[]): void {
    const { log } = this.#services
    if (this.#changed(mappings).length === 0) return
    this.#learning = this.inOrder((store) => persist(this.#leaseHandle, log, () => store(mappings))).catch(
      (err: unknown) => log.error({ err, sessionId: this.#sessionId }, 'lid_mappings.store_failed'),
    )
  }

  /** Resolves when all mappings that were learned so far are stored, so that an event has the LID of its chat. */
  async learned(): Promise<void> {
    await this.#learning
  }

  /**
   * Stores the JID that WhatsApp knows an account by. Rows under the given spelling of the number move to that JID.
   * @param answer.lid the LID of the account; null if it is unknown
   * @throws the database's error
   */
  async storeCanonical({ lid, ...answer }: CanonicalJid & { lid: string | null }): Promise<void> {
    const input = { lease: this.#leaseHandle.lease, sessionId: this.#sessionId, ...answer }
    await this.inOrder(async () => {
      if (answer.given !== answer.jid) {
        await storeCanonicalJid({ ctx: this.#services, input })
        this.#forget([answer.given, answer.jid])
      }
      // A cached mapping is stored again, because messages may have arrived under the other spelling since.
      if (lid !== null) await this.#store([{ lid, phoneJid: answer.jid }])
    })
  }

  /**
   * Stores the names that have changed, by phone number where it is known.
   * @throws the database's error
   */
  async storeNames(contacts: readonly KnownContact[]): Promise<void> {
    const changed: KnownContact[] = []
    for (const { jid, name } of contacts) {
      const contact = { jid: await this.phoneOf(jid), name }
      if (this.#names.get(contact.jid) !== name) changed.push(contact)
    }
    await storeContacts({
      ctx: this.#services,
      input: { lease: this.#leaseHandle.lease, sessionId: this.#sessionId, known: changed },
    })
    if (this.#names.size >= KNOWN) this.#names.clear()
    for (const { jid, name } of changed) this.#names.set(jid, name)
  }

  /**
   * Replaces LIDs in a received message or change with phone-number JIDs, where they are known, and numbers by their spelling on WhatsApp.
   * Adds the known LIDs.
   * @throws the database's error
   */
  async resolve(inbound: Inbound): Promise<Inbound> {
    if (inbound.kind === 'edited') return { ...inbound, sender: await this.phoneOf(inbound.sender) }
    if (inbound.kind === 'deleted') return { ...inbound, sender: await this.phoneOf(inbound.sender) }
    return { kind: 'message', message: await this.#resolveMessage(inbound.message) }
  }

  /**
   * Returns the phone-number JID of a person in the spelling of WhatsApp, if it is known, and otherwise the JID itself.
   * @throws the database's error
   */
  async phoneOf(jid: string): Promise<string> {
    return (await this.#phonesOf([jid])).get(jid) ?? jid
  }

  /**
   * Returns the LID of a person, or null if it is unknown.
   * @throws the database's error
   */
  async lidOf(jid: string): Promise<string | null> {
    if (isLid(jid)) return jid
    const phone = await this.phoneOf(jid)
    return (await this.#lidsOf([phone])).get(phone) ?? null
  }

  async #resolveMessage(message: InboundMessage): Promise<InboundMessage> {
    const [sender, remoteJid] = [await this.phoneOf(message.sender), await this.phoneOf(message.remoteJid)]
    const participant = message.participant && (await this.phoneOf(message.participant))
    const chatLid = isGroupJid(remoteJid) ? null : await this.lidOf(remoteJid)
    const lid = message.lid ?? (message.fromMe ? null : await this.lidOf(participant ?? remoteJid))
    const content = await this.resolveContent(message.content)
    const lids = { ...(lid && { lid }), ...(chatLid && { chatLid }) }
    return { ...message, sender, remoteJid, participant, content, ...lids }
  }

  /**
   * Replaces LIDs in the content of a message with phone-number JIDs, where they are known. Adds the known LIDs.
   * @throws the database's error
   */
  async resolveContent(content: MessageContent): Promise<MessageContent> {
    const { quoted, mentions } = content
    const named = [...(mentions ?? []), ...(quoted?.participant ? [quoted.participant] : [])]
    if (named.length === 0) return content
    const phones = await this.#phonesOf(named)
    const phone = (jid: string) => phones.get(jid) ?? jid
    const lids = await this.#lidsOf(named.map(phone))
    const lid = (jid: string) => (isLid(jid) ? jid : (lids.get(phone(jid)) ?? null))
    const mentionLids = mentions?.map(lid)
    const participantLid = quoted?.participant ? lid(quoted.participant) : null
    return {
      ...content,
      ...(quoted?.participant && {
        quoted: {
          ...quoted,
          participant: phone(quoted.participant),
          ...(participantLid && { participantLid }),
        },
      }),
      ...(mentions && { mentions: mentions.map(phone) }),
      ...(mentionLids?.some((one) => one !== null) && { mentionLids }),
    }
  }

  #changed(mappings: readonly LidMapping[]): LidMapping[] {
    return mappings.filter(({ lid, phoneJid }) => this.#known.get(lid) !== phoneJid)
  }

  /** Stores mappings and moves the rows of their persons. Runs in order with other writes. */
  async #store(mappings: readonly LidMapping[]): Promise<void> {
    const session = { lease: this.#leaseHandle.lease, sessionId: this.#sessionId }
    const fresh = await findFreshMappings({ ctx: this.#services, input: { ...session, mappings } })
    if (fresh.length > 0) {
      await adoptNumbers({ ctx: this.#services, input: { ...session, mappings: fresh } })
      await storeLidMappings({ ctx: this.#services, input: { ...session, mappings: fresh } })
      this.#forget(fresh.flatMap(({ lid, phoneJid }) => [lid, phoneJid]))
    }
    for (const { lid, phoneJid } of mappings) {
      keep(this.#known, lid, phoneJid)
      keep(this.#lids, phoneJid, lid)
    }
  }

  async #phonesOf(jids: readonly string[]): Promise<Map<string, string>> {
    const several = jids.filter((jid) => isLid(jid) || jidSpellingsOf(jid).length > 1)
    return await this.#cached(this.#known, several, async (missing) => {
      const input = { sessionId: this.#sessionId, jids: missing }
      const found = await canonicalJidsOf({ ctx: this.#services, input })
      const unknown = missing.filter((jid) => !isLid(jid) && !found.has(jid))
      return new Map([...found, ...unknown.map((jid) => [jid, jid] as const)])
    })
  }

  async #lidsOf(jids: readonly string[]): Promise<Map<string, string | null>> {
    const phones = jids.filter((jid) => phoneOf(jid) !== null)
    return await this.#cached(this.#lids, phones, async (missing) => {
      const input = { sessionId: this.#sessionId, phoneJids: missing }
      const found = await lidsOf({ ctx: this.#services, input })
      return new Map(missing.map((phone) => [phone, found.get(phone) ?? null]))
    })
  }

  /** Reads values through a cache. A value that was read while a mapping changed is not cached. */
  async #cached<Value>(
    cache: Map<string, Value>,
    keys: readonly string[],
    read: (missing: string[]) => Promise<Map<string, Value>>,
  ): Promise<Map<string, Value>> {
    const found = new Map<string, Value>()
    for (const key of keys) {
      const value = cache.get(key)
      if (value !== undefined) found.set(key, value)
    }
    const missing = [...new Set(keys)].filter((key) => !found.has(key))
    if (missing.length === 0) return found
    const version = this.#version
    for (const [key, value] of await read(missing)) {
      found.set(key, value)
      if (version === this.#version) keep(cache, key, value)
    }
    return found
  }

  /** Forgets all cached pairs and spellings of LIDs and numbers whose mappings have changed. */
  #forget(jids: readonly string[]): void {
    const changed = new Set(jids.flatMap(jidSpellingsOf))
    for (const cache of [this.#known, this.#lids])
      for (const [key, value] of cache)
        if (changed.has(key) || (value !== null && changed.has(value))) cache.delete(key)
    this.#version += 1
  }
}

function keep<Value>(cache: Map<string, Value>, key: string, value: Value): void {
  if (cache.size >= KNOWN) cache.clear()
  cache.set(key, value)
}
