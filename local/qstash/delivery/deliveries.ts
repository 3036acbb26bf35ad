import { nanoid } from 'nanoid'
import type { Clock } from '../../clock.ts'
import type { Message } from '../settings/message.ts'
import type { Settings } from '../settings/settings.ts'
import type { Logs } from '../state/logs.ts'
import type { Store } from '../state/store.ts'
import type { Agenda } from './agenda.ts'
import { forbidsRetry, retryDelayMs } from './backoff.ts'
import { FlowControl } from './flowControl.ts'
import { type PostResult, post } from './post.ts'
import { Slots } from './slots.ts'

/** A limit such as a plan of QStash has. The limit also bounds the files and ports of the process. */
const MAX_IN_FLIGHT = 500

interface Parts {
  store: Store
  agenda: Agenda
  clock: Clock
  logs: Logs
}

/** Runs each message from its acceptance to its end: delays, attempts, retries. */
export class Deliveries {
  private readonly parts: Parts
  private readonly flow: FlowControl
  private readonly slots = new Slots(MAX_IN_FLIGHT, (messageId) => void this.attempt(messageId))
  private readonly inFlight = new Map<string, AbortController>()
  private isStopped = false

  /** Plans the messages of the store. */
  constructor(parts: Parts) {
    this.parts = parts
    this.flow = new FlowControl((messageId) => this.slots.enter(messageId))
    for (const message of parts.store.messages.values()) this.plan(message)
  }

  /** Accepts a new message. The message is safe when the store is flushed. */
  accept(settings: Settings, body: Buffer): Message {
    const { store, clock } = this.parts
    const message: Message = {
      messageId: `msg_${nanoid()}`,
      createdAt: clock.now(),
      retried: 0,
      ...settings,
    }
    store.bodies.set(message.messageId, body.toString('base64'))
    store.messages.set(message.messageId, message)
    this.parts.logs.add('CREATED', message)
    this.plan(message)
    return message
  }

  /** Aborts the attempts in flight. The messages of these attempts stay in the store. */
  stop(): void {
    this.isStopped = true
    for (const abort of this.inFlight.values()) abort.abort()
  }

  private plan({ messageId, notBefore }: Message): void {
    this.parts.agenda.at(notBefore, () => {
      const message = this.parts.store.messages.get(messageId)
      if (message) this.flow.enter(message)
    })
  }

  private async attempt(messageId: string): Promise<void> {
    const { store, logs } = this.parts
    const message = store.messages.get(messageId)
    if (!message) return
    const abort = new AbortController()
    this.inFlight.set(messageId, abort)
    logs.add('ACTIVE', message)
    const body = Buffer.from(store.bodies.get(messageId) ?? '', 'base64')
    const signingKey = store.secrets.currentSigningKey
    const outcome = await post({ message, body, signingKey, abort })
    if (this.isStopped) return

    this.inFlight.delete(messageId)
    this.settle(message, outcome)
    this.flow.leave(message)
    this.slots.leave()
  }

  private settle(message: Message, outcome: PostResult): void {
    if (outcome.status >= 200 && outcome.status < 300) {
      this.remove(message)
      this.parts.logs.add('DELIVERED', message, { responseStatus: outcome.status })
      return
    }
    const error = outcome.error ?? `the destination answered ${outcome.status}`
    this.parts.logs.add('ERROR', message, { error, responseStatus: outcome.status })
    if (message.retried < message.maxRetries && !forbidsRetry(outcome)) this.retry(message, outcome)
    else this.fail(message)
  }

  private retry(message: Message, outcome: PostResult): void {
    const now = this.parts.clock.now()
    const notBefore = now + retryDelayMs(message, outcome, now)
    const next = { ...message, retried: message.retried + 1, notBefore }
    this.parts.store.messages.set(message.messageId, next)
    this.parts.logs.add('RETRY', next, { nextDeliveryTime: notBefore })
    this.plan(next)
  }

  private fail(message: Message): void {
    this.remove(message)
    this.parts.logs.add('FAILED', message)
  }

  private remove({ messageId }: Message): void {
    this.parts.store.messages.delete(messageId)
    this.parts.store.bodies.delete(messageId)
  }
}
