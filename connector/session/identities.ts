import { type KnownContact, storeContacts } from '#shared/domain/contacts/index.ts'
import { type LidMapping, phoneJidsOf, storeLidMappings } from '#shared/domain/lidMappings/index.ts'
import type { Inbound } from '#shared/domain/messages/index.ts'
import { isLid } from '#shared/jid.ts'
import type { Tenure } from '../fleet/tenure.ts'
import type { ConnectorServices } from '../services.ts'

const KNOWN = 5_000

/** Which numbers are behind a session's LIDs: learned from what comes in, kept in the database, and at hand. */
export class Identities {
  readonly #services: Pick<ConnectorServices, 'db'>
  readonly #tenure: Tenure
  readonly #sessionId: string
  readonly #known = new Map<string, string>()
  readonly #names = new Map<string, string>()

  constructor(services: Pick<ConnectorServices, 'db'>, tenure: Tenure, sessionId: string) {
    this.#services = services
    this.#tenure = tenure
    this.#sessionId = sessionId
  }

  /** Stores what is new of these.
   * @throws if the database does not take it */
  async learn(mappings: readonly LidMapping[]): Promise<void> {
    const fresh = mappings.filter(({ lid, phoneJid }) => this.#known.get(lid) !== phoneJid)
    await storeLidMappings({
      ctx: this.#services,
      input: { lease: this.#tenure.lease, sessionId: this.#sessionId, mappings: fresh },
    })
    for (const { lid, phoneJid } of fresh) this.#keep(lid, phoneJid)
  }

  /** Stores what is new of these names, under numbers wherever they are known.
   * @throws if the database does not take it */
  async learnNames(contacts: readonly KnownContact[]): Promise<void> {
    const fresh: KnownContact[] = []
    for (const { jid, name } of contacts) {
      const contact = { jid: await this.#phoneOf(jid), name }
      if (this.#names.get(contact.jid) !== name) fresh.push(contact)
    }
    await storeContacts({
      ctx: this.#services,
      input: { lease: this.#tenure.lease, sessionId: this.#sessionId, known: fresh },
    })
    if (this.#names.size >= KNOWN) this.#names.clear()
    for (const { jid, name } of fresh) this.#names.set(jid, name)
  }

  /** What came in, with numbers in the place of LIDs wherever they are known.
   * @throws if the database does not answer */
  async resolve(inbound: Inbound): Promise<Inbound> {
    if (inbound.kind !== 'message') return { ...inbound, sender: await this.#phoneOf(inbound.sender) }
    const { message } = inbound
    const [sender, remoteJid] = [await this.#phoneOf(message.sender), await this.#phoneOf(message.remoteJid)]
    const participant = message.participant && (await this.#phoneOf(message.participant))
    return { kind: 'message', message: { ...message, sender, remoteJid, participant } }
  }

  async #phoneOf(jid: string): Promise<string> {
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
