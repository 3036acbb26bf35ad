import { type KnownContact, storeContacts } from '#shared/domain/contacts/index.ts'
import { type LidMapping, phoneJidsOf, storeLidMappings } from '#shared/domain/lidMappings/index.ts'
import type { Inbound } from '#shared/domain/messages/index.ts'
import { isLid } from '#shared/jid.ts'
import type { LeaseHandle } from '../fleet/leaseHandle.ts'
import type { ConnectorServices } from '../services.ts'

const KNOWN = 5_000

/**
 * Maps the LIDs of a session's contacts to phone numbers. The mappings are learned from received stanzas, stored in the database,
 * and cached.
 */
export class LidMappings {
  readonly #services: Pick<ConnectorServices, 'db'>
  readonly #leaseHandle: LeaseHandle
  readonly #sessionId: string
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
    for (const { lid, phoneJid } of changed) this.#keep(lid, phoneJid)
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
   * Replaces LIDs in a received message or change with phone-number JIDs, where they are known.
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
   * Returns the phone-number JID of a LID, if it is known. Any other JID stays.
   * @throws the database's error
   */
  async phoneOf(jid: string): Promise<string> {
    if (!isLid(jid)) return jid
    const known = this.#known.get(jid)
    if (known) return known
    const found = (
      await phoneJidsOf({ ctx: this.#services, input: { sessionId: this.#sessionId, lids: [jid] } })
    ).get(jid)
    if (found) this.#keep(jid, found)
    return found ?? jid
  }

  #keep(lid: string, phoneJid: string): void {
    if (this.#known.size >= KNOWN) this.#known.clear()
    this.#known.set(lid, phoneJid)
  }
}
