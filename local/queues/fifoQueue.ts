import { randomUUID } from 'node:crypto'
import type { Clock } from '../clock.ts'
import { Backlog } from './backlog.ts'
import { Deduplication } from './deduplication.ts'
import { Flights } from './flights.ts'
import type { QueuedMessage } from './messageGroup.ts'
import { type Ask, Polls } from './polls.ts'
import { handleOf, messageIdOf, type ReceiptFault } from './receipts.ts'

export type Outgoing = Pick<QueuedMessage, 'group' | 'deduplicationId' | 'body'>
export type Received = QueuedMessage & { handle: string }

export interface FifoQueueOptions {
  clock: Clock
  /** Visibility of a received message in ms, if the consumer names none. */
  visibilityMs: number
  /** The dead-letter queue, and the number of receives after which a message moves there. */
  redrive?: { to: FifoQueue; maxReceives: number }
}

/** The signal of a caller that never aborts. */
const NEVER = new AbortController().signal

/**
 * A FIFO queue like SQS' queues in high-throughput mode: order, lock and deduplication are per group. The
 * cost of a step does not depend on the number of waiting messages.
 */
export class FifoQueue {
  readonly #clock: Clock
  readonly #visibilityMs: number
  readonly #redrive: FifoQueueOptions['redrive']
  readonly #backlog = new Backlog()
  readonly #flights: Flights
  readonly #polls: Polls<Received>
  readonly #sent: Deduplication<QueuedMessage>
  /** Ids of the messages in the queue. */
  readonly #held = new Set<string>()
  #sequence = 0

  constructor({ clock, visibilityMs, redrive }: FifoQueueOptions) {
    this.#clock = clock
    this.#visibilityMs = visibilityMs
    this.#redrive = redrive
    this.#flights = new Flights(clock, (message) => {
      this.#backlog.putBack(message)
      this.#polls.serve()
    })
    this.#polls = new Polls(clock, (ask) => this.#take(ask))
    this.#sent = new Deduplication(() => clock.now())
  }

  /** The number of waiting long polls. */
  get polls(): number {
    return this.#polls.size
  }

  /**
   * Sends messages. For five minutes, a group accepts each deduplication id only once.
   * @returns for each entry the new message, or the message that the entry repeats
   */
  send(entries: readonly Outgoing[]): QueuedMessage[] {
    const sent = entries.map((entry) => {
      const key = `${entry.group}\n${entry.deduplicationId}`
      const repeated = this.#sent.find(key)
      if (repeated) return repeated
      const message = this.#add(entry)
      this.#sent.add(key, message)
      return message
    })
    this.#polls.serve()
    return sent
  }

  /** Waits up to `waitMs` for the first message. After an abort of the signal, the caller gets no message. */
  async receive(ask: Ask, waitMs = 0, signal = NEVER): Promise<Received[]> {
    return await this.#polls.open(ask, waitMs, signal)
  }

  /**
   * Deletes messages. In a FIFO queue, a handle fails after its visibility has ended
   * (repost.aws/knowledge-center/sqs-receipt-handle-error). The deletion of a deleted message succeeds, so
   * that a call may be repeated.
   * @returns for each handle null, or the reason of its failure
   */
  delete(handles: readonly string[]): (ReceiptFault | null)[] {
    const faults = handles.map((handle) => {
      const message = this.#flights.end(handle)
      if (!message) return this.#isGone(handle) ? null : faultOf(handle)
      this.#held.delete(message.id)
      this.#backlog.settle(message)
      return null
    })
    this.#polls.serve()
    return faults
  }

  /**
   * Changes the visibility of messages. With 0, a message is visible at once, in its old place.
   * @returns for each change null, or the reason of its failure
   */
  setVisibility(changes: readonly { handle: string; visibilityMs: number }[]): (ReceiptFault | null)[] {
    const faults = changes.map(({ handle, visibilityMs }) => {
      const message = this.#flights.end(handle)
      if (!message) return faultOf(handle)
      if (visibilityMs === 0) this.#backlog.putBack(message)
      else this.#flights.start(handle, message, visibilityMs)
      return null
    })
    this.#polls.serve()
    return faults
  }

  /** Returns all messages, also those in flight, in the order of sending. The cost grows with their number. */
  messages(): QueuedMessage[] {
    return [...this.#backlog, ...this.#flights].sort((a, b) => a.sequence - b.sequence)
  }

  /** Returns the visibility in ms, and counts the messages that wait and those in flight. The cost grows with their number. */
  state(): { visibilityMs: number; waiting: number; inFlight: number } {
    const [waiting, inFlight] = [[...this.#backlog].length, [...this.#flights].length]
    return { visibilityMs: this.#visibilityMs, waiting, inFlight }
  }

  /** Stops the queue. Waiting polls return no message. */
  close(): void {
    this.#flights.close()
    this.#polls.close()
  }

  #add(entry: Outgoing & { id?: string; sentAt?: number }): QueuedMessage {
    this.#sequence += 1
    const message = {
      id: randomUUID(),
      sentAt: this.#clock.now(),
      ...entry,
      sequence: this.#sequence,
      receives: 0,
      firstReceivedAt: null,
    }
    this.#backlog.add(message)
    this.#held.add(message.id)
    return message
  }

  #take({ most, visibilityMs = this.#visibilityMs }: Ask): Received[] {
    const received: Received[] = []
    while (received.length < most) {
      const taken = this.#backlog.take(most - received.length)
      if (taken.length === 0) break
      for (const message of taken) {
        if (message.receives === this.#redrive?.maxReceives) this.#bury(message, this.#redrive.to)
        else received.push(this.#hand(message, visibilityMs))
      }
    }
    return received
  }

  #hand(waiting: QueuedMessage, visibilityMs: number): Received {
    const receives = waiting.receives + 1
    const message = { ...waiting, receives, firstReceivedAt: waiting.firstReceivedAt ?? this.#clock.now() }
    const handle = handleOf(message)
    this.#flights.start(handle, message, visibilityMs)
    return { ...message, handle }
  }

  #bury(message: QueuedMessage, to: FifoQueue): void {
    this.#held.delete(message.id)
    this.#backlog.settle(message)
    to.#add(message)
    to.#polls.serve()
  }

  #isGone(handle: string): boolean {
    const id = messageIdOf(handle)
    return id !== null && !this.#held.has(id)
  }
}

function faultOf(handle: string): ReceiptFault {
  return messageIdOf(handle) === null ? 'invalid' : 'expired'
}
