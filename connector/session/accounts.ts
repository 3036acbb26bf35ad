import { phoneOf } from '#shared/jid.ts'
import { jidSpellingsOf } from '#shared/spellings.ts'
import type { LeaseHandle } from '../fleet/leaseHandle.ts'
import { persist } from '../persist.ts'
import type { ConnectorServices } from '../services.ts'
import { isRefusal } from '../whatsapp/index.ts'
import type { Connection } from './connection.ts'
import type { LidMappings } from './lidMappings.ts'

/** Numbers whose accounts are remembered. */
const KNOWN = 5_000

/** The error code of WhatsApp's ack of a message to a JID without an account. */
export const NO_ACCOUNT = '400'

/**
 * Finds the JIDs that WhatsApp knows accounts by. Mobile numbers of some countries have two spellings, and WhatsApp knows an account by one
 * of them. A chat that is stored under the other spelling moves.
 */
export class Accounts {
  readonly #services: Pick<ConnectorServices, 'log'>
  readonly #session: { leaseHandle: LeaseHandle; lidMappings: LidMappings }
  /** Canonical JIDs by the given JID. */
  readonly #known = new Map<string, string>()

  constructor(
    services: Pick<ConnectorServices, 'log'>,
    session: { leaseHandle: LeaseHandle; lidMappings: LidMappings },
  ) {
    this.#services = services
    this.#session = session
  }

  /**
   * Returns the JID that WhatsApp knows a number by, or null if the number has no account. Returns other JIDs unchanged.
   * @throws Error if WhatsApp does not answer, or if the lease ended
   */
  async find(connection: Connection, jid: string): Promise<string | null> {
    if (phoneOf(jid) === null) return jid
    const known = this.#known.get(jid)
    const found = known ?? (await connection.ask((socket) => socket.findOnWhatsApp(jid)))
    if (found === null) return null
    // The gateway may have accepted further messages to the given JID, so that a known answer is stored again.
    if (found !== jid || (known === undefined && hasSpellings(jid))) await this.#store(connection, jid, found)
    if (this.#known.size >= KNOWN) this.#known.clear()
    this.#known.set(jid, found)
    return found
  }

  /**
   * Returns the JID that WhatsApp knows a chat by, or the given JID if the number has no account. Asks WhatsApp only about a number that
   * has several spellings.
   * @throws Error if WhatsApp does not answer, or if the lease ended
   */
  async chatOf(connection: Connection, jid: string): Promise<string> {
    if (!hasSpellings(jid)) return jid
    return (await this.find(connection, jid)) ?? jid
  }

  /** Forgets the answer about a JID that WhatsApp has refused. The account may have moved to the other spelling of its number. */
  forget(jid: string): void {
    for (const [given, found] of this.#known) if (given === jid || found === jid) this.#known.delete(given)
  }

  async #store(connection: Connection, given: string, jid: string): Promise<void> {
    const { leaseHandle, lidMappings } = this.#session
    const lid = await findLid(connection, jid)
    const result = await persist(leaseHandle, this.#services.log, () =>
      lidMappings.storeCanonical({ given, jid, lid }),
    )
    if (result !== 'written') throw new Error('The JID of an account could not be stored')
  }
}

/** Returns the LID of a number, or null if WhatsApp has none or refuses the query. The number alone then names the person. */
export async function findLid(connection: Connection, jid: string): Promise<string | null> {
  try {
    return await connection.ask((socket) => socket.lidOf(jid))
  } catch (error) {
    if (isRefusal(error)) return null
    throw error
  }
}

function hasSpellings(jid: string): boolean {
  return jidSpellingsOf(jid).length > 1
}
