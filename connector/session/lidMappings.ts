import type { MessageContent } from '#shared/contracts/messages.ts'
import { type KnownContact, storeContacts } from '#shared/domain/contacts/index.ts'
import {
  findFreshMappings,
  type LidMapping,
  lidsOf,
  phoneJidsOf,
  storeLidMappings,
} from '#shared/domain/lidMappings/index.ts'
import { adoptNumbers, type Inbound, type InboundMessage } from '#shared/domain/messages/index.ts'
import { isGroupJid, isLid, phoneOf } from '#shared/jid.ts'
import type { LeaseHandle } from '../fleet/leaseHandle.ts'
import { persist } from '../persist.ts'
import type { ConnectorServices } from '../services.ts'

const KNOWN = 5_000

type Services = Pick<ConnectorServices, 'db' | 'now' | 'log' | 'outbox'>

/** Stores pairs of LIDs and numbers. */
export type StoreMappings = (mappings: readonly LidMapping[]) => Promise<void>

/**
 * Maps the LIDs of a session's contacts to phone numbers. The mappings are learned from received stanzas and from Baileys, stored
 * in the database, and cached.
 */
export class LidMappings {
  readonly #services: Services
  readonly #leaseHandle: LeaseHandle
  readonly #sessionId: string
  readonly #known = new Map<string, string>()
  /** LIDs by number; null while no LID is known. */
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
    const own = this.#queue.then(() => work((mappings) => this.#store(mappings)))
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
   * Replaces LIDs in a received message or change with phone-number JIDs, where they are known, and adds the known LIDs.
   * @throws the database's error
   */
  async resolve(inbound: Inbound): Promise<Inbound> {
    if (inbound.kind === 'edited') return { ...inbound, sender: await this.phoneOf(inbound.sender) }
    if (inbound.kind === 'deleted') return { ...inbound, sender: await this.phoneOf(inbound.sender) }
    return { kind: 'message', message: await this.#resolveMessage(inbound.message) }
  }

  /**
   * Returns the phone-number JID of a LID if it is known, and otherwise the JID itself.
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
    return isLid(jid) ? jid : ((await this.#lidsOf([jid])).get(jid) ?? null)
  }

  async #resolveMessage(message: InboundMessage): Promise<InboundMessage> {
    const [sender, remoteJid] = [await this.phoneOf(message.sender), await this.phoneOf(message.remoteJid)]
    const participant = message.participant && (await this.phoneOf(message.participant))
    const chatLid = isGroupJid(remoteJid) ? null : await this.lidOf(remoteJid)
    const lid = message.lid ?? (message.fromMe ? null : await this.lidOf(participant ?? remoteJid))
    const content = await this.#resolveContent(message.content)
    const lids = { ...(lid && { lid }), ...(chatLid && { chatLid }) }
    return { ...message, sender, remoteJid, participant, content, ...lids }
  }

  async #resolveContent(content: MessageContent): Promise<MessageContent> {
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

  async #store(mappings: readonly LidMapping[]): Promise<void> {
    const changed = this.#changed(mappings)
    const session = { lease: this.#leaseHandle.lease, sessionId: this.#sessionId }
    const fresh = await findFreshMappings({ ctx: this.#services, input: { ...session, mappings: changed } })
    if (fresh.length > 0) {
      await adoptNumbers({ ctx: this.#services, input: { ...session, mappings: fresh } })
      await storeLidMappings({ ctx: this.#services, input: { ...session, mappings: fresh } })
      this.#version += 1
    }
    for (const { lid, phoneJid } of changed) this.#keep(lid, phoneJid)
  }

  async #phonesOf(jids: readonly string[]): Promise<Map<string, string>> {
    const lids = [...new Set(jids.filter(isLid))]
    const found = new Map(
      lids.flatMap((lid) => {
        const phone = this.#known.get(lid)
        return phone ? [[lid, phone] as const] : []
      }),
    )
    const missing = lids.filter((lid) => !found.has(lid))
    const input = { sessionId: this.#sessionId, lids: missing }
    for (const [lid, phone] of await phoneJidsOf({ ctx: this.#services, input })) {
      this.#keep(lid, phone)
      found.set(lid, phone)
    }
    return found
  }

  async #lidsOf(jids: readonly string[]): Promise<Map<string, string | null>> {
    const phones = [...new Set(jids.filter((jid) => phoneOf(jid) !== null))]
    const found = new Map<string, string | null>()
    for (const phone of phones) {
      const lid = this.#lids.get(phone)
      if (lid !== undefined) found.set(phone, lid)
    }
    const missing = phones.filter((phone) => !found.has(phone))
    const input = { sessionId: this.#sessionId, phoneJids: missing }
    const read = await lidsOf({ ctx: this.#services, input })
    for (const phone of missing) {
      const lid = read.get(phone) ?? null
      this.#keepLid(phone, lid)
      found.set(phone, lid)
    }
    return found
  }

  #keep(lid: string, phoneJid: string): void {
    if (this.#known.size >= KNOWN) this.#known.clear()
    this.#known.set(lid, phoneJid)
    this.#keepLid(phoneJid, lid)
  }

  #keepLid(phoneJid: string, lid: string | null): void {
    if (this.#lids.size >= KNOWN) this.#lids.clear()
    this.#lids.set(phoneJid, lid)
  }
}
