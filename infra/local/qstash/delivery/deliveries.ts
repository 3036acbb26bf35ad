import { nanoid } from 'nanoid'
import type { Clock } from '../clock.ts'
import type { Message } from '../settings/message.ts'
import type { CallbackTarget, Settings } from '../settings/settings.ts'
import { bury } from '../state/deadLetters.ts'
import type { Logs } from '../state/logs.ts'
import type { Store } from '../state/store.ts'
import type { Agenda } from './agenda.ts'
import { forbidsRetry, retryDelayMs } from './backoff.ts'
import { callbackOf } from './callback.ts'
import { FlowControl } from './flowControl.ts'
import { type Outcome, post } from './post.ts'

/** As a plan of QStash has one; it also keeps the process within its files and ports. */
const MAX_IN_FLIGHT = 500

interface Parts {
  store: Store
  agenda: Agenda
  clock: Clock
  logs: Logs
}

/** Takes a message from its acceptance to its end: waits, attempts, retries, callbacks, dead letters. */
export class Deliveries {
  private readonly parts: Parts
  private readonly flow: FlowControl
  /** Whose turn it is, while there are too many in flight. */
  private readonly ready = new Set<string>()
  private readonly inFlight = new Map<string, AbortController>()
  private isStopped = false

  /** Goes on with what the store holds. */
  constructor(parts: Parts) {
    const { store, agenda, clock } = parts
    this.parts = parts
    this.flow = new FlowControl(store.windows, agenda, clock, (messageId) => this.begin(messageId))
    for (const message of store.messages.values()) this.plan(message)
  }

  /** Takes a new message. It is safe when the store is flushed. */
  accept(settings: Settings, body: Buffer, scheduleId?: string): Message {
    const { store, clock } = this.parts
    const message: Message = {
      messageId: `msg_${nanoid()}`,
      createdAt: clock.now(),
      retried: 0,
      ...settings,
      ...(scheduleId !== undefined && { scheduleId }),
    }
    store.bodies.set(message.messageId, body.toString('base64'))
    store.messages.set(message.messageId, message)
    this.log('CREATED', message)
    this.plan(message)
    return message
  }

  /** Takes a message back; an attempt in flight is its last. False where there is no such message. */
  cancel(messageId: string): boolean {
    const message = this.parts.store.messages.get(messageId)
    if (!message) return false
    this.remove(message)
    if (this.ready.delete(messageId)) this.flow.leave(message)
    else this.flow.forget(message)
    this.log('CANCELED', message)
    return true
  }

  /** Breaks off what is in flight; it stays in the store. */
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

  private begin(messageId: string): void {
    this.ready.add(messageId)
    this.fill()
  }

  private fill(): void {
    for (const messageId of this.ready) {
      if (this.inFlight.size >= 1e9) return
      this.ready.delete(messageId)
      const message = this.parts.store.messages.get(messageId)
      if (message) void this.attempt(message)
    }
  }

  private async attempt(message: Message): Promise<void> {
    const { store, clock } = this.parts
    const { messageId } = message
    const abort = new AbortController()
    this.inFlight.set(messageId, abort)
    this.log('ACTIVE', message)
    const body = Buffer.from(store.bodies.get(messageId) ?? '', 'base64')
    const signingKey = store.secrets.currentSigningKey
    const outcome = await post({ message, body, signingKey, clock, abort })
    if (this.isStopped) return

    this.inFlight.delete(messageId)
    if (store.messages.get(messageId)) this.settle(message, outcome)
    this.flow.leave(message)
    this.fill()
  }

  private settle(message: Message, outcome: Outcome): void {
    const body = this.parts.store.bodies.get(message.messageId) ?? ''
    if (message.callback) this.callBack(message.callback, { message, body, outcome })
    if (outcome.status >= 200 && outcome.status < 300) {
      this.remove(message)
      this.log('DELIVERED', message, { responseStatus: outcome.status })
      return
    }
    const error = outcome.error ?? `the destination answered ${outcome.status}`
    this.log('ERROR', message, { error, responseStatus: outcome.status })
    if (message.retried < message.maxRetries && !forbidsRetry(outcome)) this.retry(message, outcome)
    else this.fail(message, body, outcome)
  }

  private retry(message: Message, outcome: Outcome): void {
    const now = this.parts.clock.now()
    const notBefore = now + retryDelayMs(message, outcome, now)
    const next = { ...message, retried: message.retried + 1, notBefore }
    this.parts.store.messages.set(message.messageId, next)
    this.log('RETRY', next, { nextDeliveryTime: notBefore })
    this.plan(next)
  }

  private fail(message: Message, body: string, outcome: Outcome): void {
    const dlqId = `${this.parts.clock.now()}-${nanoid(8)}`
    bury(this.parts.store, {
      dlqId,
      message,
      body,
      responseStatus: outcome.status,
      responseHeader: outcome.header,
      responseBody: outcome.body.toString('base64'),
    })
    this.remove(message)
    this.log('FAILED', message)
    if (message.failureCallback) this.callBack(message.failureCallback, { message, body, outcome, dlqId })
  }

  private callBack(target: CallbackTarget, about: Parameters<typeof callbackOf>[1]): void {
    const { settings, body } = callbackOf(target, about, this.parts.clock.now())
    this.accept(settings, body)
  }

  private remove({ messageId }: Message): void {
    this.parts.store.messages.delete(messageId)
    this.parts.store.bodies.delete(messageId)
  }

  private log(
    ...[state, message, facts]: [Parameters<Logs['add']>[1], Message, Parameters<Logs['add']>[3]?]
  ) {
    this.parts.logs.add(this.parts.clock.now(), state, message, facts)
  }
}
