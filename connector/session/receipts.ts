import { advanceRecipient, type StatusChange } from '#shared/domain/messages/index.ts'
import type { PartitionQueries } from '../batchedQueries.ts'
import type { LeaseHandle } from '../fleet/leaseHandle.ts'
import type { ConnectorServices } from '../services.ts'
import type { LidMappings } from './lidMappings.ts'

/** Messages whose receipts are remembered. A receipt overtakes the message of a phone by milliseconds. */
const REMEMBERED_MESSAGES = 1_000
/** Receipts that are remembered for all messages of a session together. A group has up to 1,024 members. */
const REMEMBERED_RECEIPTS = 2_048
/** Age at which receipts are forgotten, in milliseconds. */
const REMEMBERED_MS = 120_000

interface ReceiptsOwner {
  sessionId: string
  leaseHandle: LeaseHandle
  queries: Pick<PartitionQueries, 'advanceStatus'>
  lidMappings: Pick<LidMappings, 'inOrder' | 'learned'>
}

/**
 * Applies the receipts of a session. A message that the user wrote on the phone is decrypted and stored while its receipts arrive.
 * A receipt that arrives before the message is stored changes nothing, and is applied again after the message is stored.
 */
export class Receipts {
  readonly #services: Pick<ConnectorServices, 'db' | 'now' | 'outbox'>
  readonly #owner: ReceiptsOwner
  /** Recent receipts by message and author, the oldest message first. */
  readonly #recent = new Map<string, { since: number; receipts: StatusChange[] }>()
  #count = 0

  constructor(services: Pick<ConnectorServices, 'db' | 'now' | 'outbox'>, owner: ReceiptsOwner) {
    this.#services = services
    this.#owner = owner
  }

  /**
   * Applies a receipt.
   * @throws LeaseLost, or the database's error
   */
  async store(change: StatusChange): Promise<void> {
    for (const id of change.messageIds) this.#remember(id, { ...change, messageIds: [id] })
    await this.#apply(change)
  }

  /**
   * Applies the receipts again that arrived before their message was stored. To be called after the message is stored.
   * @throws LeaseLost, or the database's error
   */
  async repeatFor(messageId: string, author: StatusChange['author']): Promise<void> {
    const key = keyOf(messageId, author)
    const { receipts } = this.#recent.get(key) ?? { receipts: [] }
    this.#forget(key)
    for (const change of receipts) await this.#apply(change)
  }

  async #apply({ participant, ...change }: StatusChange): Promise<void> {
    const { sessionId, leaseHandle, queries, lidMappings } = this.#owner
    await lidMappings.learned()
    if (participant === undefined || change.author !== 'me')
      return await queries.advanceStatus({ sessionId, ...change })
    const input = { sessionId, ...change, jid: participant, lease: leaseHandle.lease }
    await lidMappings.inOrder(() => advanceRecipient({ ctx: this.#services, input }))
  }

  #remember(messageId: string, change: StatusChange): void {
    const key = keyOf(messageId, change.author)
    const now = this.#services.now().getTime()
    const entry = this.#recent.get(key) ?? { since: now, receipts: [] }
    entry.receipts.push(change)
    this.#recent.set(key, entry)
    this.#count += 1
    for (const [oldest, { since }] of this.#recent) {
      const isTooMany = this.#recent.size > REMEMBERED_MESSAGES || this.#count > REMEMBERED_RECEIPTS
      if (!isTooMany && now - since < REMEMBERED_MS) return
      this.#forget(oldest)
    }
  }

  #forget(key: string): void {
    this.#count -= this.#recent.get(key)?.receipts.length ?? 0
    this.#recent.delete(key)
  }
}

function keyOf(messageId: string, author: StatusChange['author']): string {
  return `${author}:${messageId}`
}
