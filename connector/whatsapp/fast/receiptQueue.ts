import type { BinaryNode } from '@whiskeysockets/baileys'
import type { StatusChange } from '#shared/domain/messages/index.ts'
import { readReceipt } from '../receipts.ts'

/** Receipts of a session that are stored at the same time. More would delay the receipts of other sessions in shared statements. */
const MAX_IN_FLIGHT = 32

export interface ReceiptQueueOptions {
  /** @param change null for a receipt that changes no status */
  store(receipt: BinaryNode, change: StatusChange | null): Promise<void>
  /** Sends the ack of a stored receipt. */
  ack(receipt: BinaryNode): Promise<void>
  onFault(error: unknown): void
}

/**
 * Stores the receipts of a session together, and acks them in the order of arrival. Receipts of one message are stored one after the
 * other, so that `delivered` and `read` are two events. A receipt that cannot be stored gets no ack.
 */
export class ReceiptQueue {
  readonly #options: ReceiptQueueOptions
  readonly #waiting: BinaryNode[] = []
  /** The newest receipt of each message. */
  readonly #lastOf = new Map<string, Promise<void>>()
  #acked: Promise<void> = Promise.resolve()
  #inFlight = 0

  constructor(options: ReceiptQueueOptions) {
    this.#options = options
  }

  add(receipt: BinaryNode): void {
    this.#waiting.push(receipt)
    this.#begin()
  }

  #begin(): void {
    while (this.#inFlight < MAX_IN_FLIGHT) {
      const receipt = this.#waiting.shift()
      if (!receipt) return
      this.#inFlight += 1
      this.#acked = this.#ackAfter(this.#acked, receipt, this.#store(receipt))
    }
  }

  async #ackAfter(before: Promise<void>, receipt: BinaryNode, stored: Promise<void>): Promise<void> {
    const { ack, onFault } = this.#options
    try {
      await stored
      await before
      ack(receipt).catch(onFault)
    } catch (error) {
      onFault(error)
    }
    this.#inFlight -= 1
    this.#begin()
  }

  async #store(receipt: BinaryNode): Promise<void> {
    const change = readReceipt(receipt)
    const ids = change?.messageIds ?? []
    const before = ids.flatMap((id) => this.#lastOf.get(id) ?? [])
    const store = () => this.#options.store(receipt, change)
    const stored = before.length > 0 ? Promise.allSettled(before).then(store) : store()
    for (const id of ids) this.#lastOf.set(id, stored)
    try {
      await stored
    } finally {
      for (const id of ids) if (this.#lastOf.get(id) === stored) this.#lastOf.delete(id)
    }
  }
}
