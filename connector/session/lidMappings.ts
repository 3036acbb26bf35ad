import { type KnownContact, storeContacts } from '#shared/domain/contacts/index.ts'
import {
  type CanonicalJid,
  chatJidOf,
  type LidMapping,
  storeCanonicalJid,
  storeLidMappings,
} from '#shared/domain/lidMappings/index.ts'
import type { Inbound } from '#shared/domain/messages/index.ts'
import { isLid } from '#shared/jid.ts'
import { jidSpellingsOf } from '#shared/spellings.ts'
import type { LeaseHandle } from '../fleet/leaseHandle.ts'
import type { ConnectorServices } from '../services.ts'

const KNOWN = 5_000

/**
 * Maps the LIDs of a session's contacts to phone numbers, and the spellings of a number to one JID. The mappings are learned from received
 * stanzas and from queries, stored in the database, and cached.
 */
export class LidMappings {
  readonly #services: Pick<ConnectorServices, 'db'>
  readonly #leaseHandle: LeaseHandle
  readonly #sessionId: string
  /** Phone-number JIDs by LID and by the JIDs of numbers with several spellings. */
  readonly #known = new Map<string, string>()
  readonly #names = new Map<string, string>()

  constructor(services: Pick<ConnectorServices, 'db'>, leaseHandle: LeaseHandle, sessionId: string) {
    this.#services = services
    this.#leaseHandle = leaseHandle
    this.#sessionId = sessionId
  }

  /**
   * Stores the mappings that have changed.
   * @throws the database's error
   */
  async store(mappings: readonly LidMapping[]): Promise<void> {
    const changed = mappings.filter(({ lid, phoneJid }) => this.#known.get(lid) !== phoneJid)
    await storeLidMappings({
      ctx: this.#services,
      input: { lease: this.#leaseHandle.lease, sessionId: this.#sessionId, mappings: changed },
    })
    for (const { phoneJid } of changed) this.#forgetSpellings(phoneJid)
    for (const { lid, phoneJid } of changed) this.#keep(lid, phoneJid)
  }

  /**
   * Stores the JID that WhatsApp knows an account by.
   * @throws the database's error
   */
  async storeCanonical(answer: CanonicalJid): Promise<void> {
    const { lease } = this.#leaseHandle
    await storeCanonicalJid({ ctx: this.#services, input: { lease, sessionId: this.#sessionId, ...answer } })
    this.#forgetSpellings(answer.jid)
    for (const [lid, known] of this.#known) if (known === answer.given) this.#known.delete(lid)
    if (answer.lid !== null) this.#keep(answer.lid, answer.jid)
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
   * @throws the database's error
   */
  async resolve(inbound: Inbound): Promise<Inbound> {
    if (inbound.kind !== 'message') return { ...inbound, sender: await this.phoneOf(inbound.sender) }
    const { message } = inbound
    const [sender, remoteJid] = [await this.phoneOf(message.sender), await this.phoneOf(message.remoteJid)]
    const participant = message.participant && (await this.phoneOf(message.participant))
    return { kind: 'message', message: { ...message, sender, remoteJid, participant } }
  }

  /**
   * Returns the JID that a person is stored under: the number of a LID, or the spelling that WhatsApp knows. A JID without a known number
   * stays.
   * @throws the database's error
   */
  async phoneOf(jid: string): Promise<string> {
    if (!isLid(jid) && jidSpellingsOf(jid).length === 1) return jid
    const known = this.#known.get(jid)
    if (known) return known
    const found = await chatJidOf({ ctx: this.#services, input: { sessionId: this.#sessionId, jid } })
    if (!isLid(found)) this.#keep(jid, found)
    return found
  }

  #keep(jid: string, phoneJid: string): void {
    if (this.#known.size >= KNOWN) this.#known.clear()
    this.#known.set(jid, phoneJid)
  }

  /** Forgets which spelling of a number WhatsApp knows. */
  #forgetSpellings(jid: string): void {
    for (const spelling of jidSpellingsOf(jid)) this.#known.delete(spelling)
  }
}
