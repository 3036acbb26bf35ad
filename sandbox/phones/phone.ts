import type { BinaryNode, KeyPair } from '@whiskeysockets/baileys'
import type { KeyBundle } from '../accounts/bundles.ts'
import type { Account } from '../accounts/directory.ts'
import { SandboxError } from '../errors.ts'
import { routeMessage } from '../server/messages.ts'
import { nowSeconds } from '../server/nodes.ts'
import { routeReceipt } from '../server/receipts.ts'
import { confirmationOf } from '../server/session.ts'
import type { Parts } from '../world.ts'
import { Attachments } from './attachments.ts'
import { sendFirstHistory } from './bootstrap.ts'
import type { Draft } from './draft.ts'
import { receive } from './inbox.ts'
import { sendMessage, sendRead } from './outbox.ts'
import { Screen, type ShownMessage } from './screen.ts'
import { PhoneSignal } from './signal.ts'

/** The parts that a phone uses. */
export type PhoneParts = Parts<
  | 'bundles'
  | 'directory'
  | 'faults'
  | 'groups'
  | 'log'
  | 'mailboxes'
  | 'media'
  | 'phones'
  | 'sessions'
  | 'state'
>

/**
 * A simulated phone: device 0 of its account. To the server it is a device like any other, only that its stanzas
 * pass by function call. It does one thing at a time, in order.
 */
export class Phone {
  readonly world: PhoneParts
  readonly number: string
  readonly signal: PhoneSignal
  readonly screen: Screen
  readonly attachments: Attachments
  /** How often it has asked for a message again, by id. Forgotten at a restart. */
  readonly retries = new Map<string, number>()
  private work: Promise<unknown> = Promise.resolve()

  constructor(world: PhoneParts, number: string) {
    this.world = world
    this.number = number
    this.signal = new PhoneSignal(world.state.signal.in(number), world.state.identities.in(number))
    this.screen = new Screen(world.state, number)
    this.attachments = new Attachments(this)
  }

  get account(): Account {
    return this.world.directory.get(this.number)
  }

  get address() {
    return { phone: this.number, device: 0 }
  }

  get identity(): KeyPair {
    return this.signal.identity
  }

  bundle(): KeyBundle {
    return this.signal.bundle()
  }

  /** Takes its mail from the server: what waited, then what comes. */
  connect(): void {
    this.world.mailboxes.attach(this.address, this.deliver)
    for (const { device, bootstrapped } of this.world.directory.companions(this.number))
      if (!bootstrapped && this.world.sessions.find({ phone: this.number, device })) this.welcome(device)
  }

  disconnect(): void {
    this.world.mailboxes.detach(this.address, this.deliver)
  }

  /** Writes a message; settles when the server has acked it. Throws `phone_offline`, `unknown_recipient`, `unknown_message`, `not_allowed`. */
  send(to: string | undefined, draft: Draft): Promise<ShownMessage> {
    return this.do(() => {
      this.requireOnline()
      return sendMessage(this, to, draft)
    })
  }

  /** Does something with a group, in its turn. Throws `phone_offline`. */
  act<T>(job: () => T): Promise<T> {
    return this.do(async () => {
      this.requireOnline()
      return job()
    })
  }

  /** Opens a chat: read receipts for all that is unread in it. Returns the ids. Throws `phone_offline`. */
  read(chat: string): Promise<string[]> {
    return this.do(async () => {
      this.requireOnline()
      return sendRead(this, this.screen.unread(chat))
    })
  }

  /** Greets a companion with its first history, at each login until it confirms that it has taken one in. */
  welcome(device: number): void {
    void this.do(async () => {
      const companion = this.world.directory.companion({ phone: this.number, device })
      if (companion && !companion.bootstrapped && this.account.online) await sendFirstHistory(this, companion)
    })
  }

  /** Hands a stanza to the server. The answer is the ack of a message. */
  async submit(stanza: BinaryNode): Promise<BinaryNode | undefined> {
    if (stanza.tag === 'message') return routeMessage(this.world, this.address, stanza)
    if (stanza.tag === 'receipt') routeReceipt(this.world, this.address, stanza)
    if (stanza.tag === 'ack') this.world.mailboxes.confirm(this.address, confirmationOf(stanza))
    return undefined
  }

  /** A message row as it begins. */
  newRow(fields: Omit<ShownMessage, 'timestamp' | 'copies'>): ShownMessage {
    return { ...fields, timestamp: nowSeconds(), copies: 1 }
  }

  async close(): Promise<void> {
    this.disconnect()
    await this.work
    await this.attachments.settled()
    this.signal.close()
  }

  private readonly deliver = (stanza: BinaryNode): void => {
    void this.do(async () => {
      // What was delivered but not looked at before the phone went off stays in its queue.
      if (this.account.online) await receive(this, stanza)
    })
  }

  private do<T>(job: () => Promise<T>): Promise<T> {
    const done = this.work.then(job)
    this.work = done.catch((error: unknown) => {
      if (!(error instanceof SandboxError)) this.world.log.error({ error }, 'a phone failed')
    })
    return done
  }

  private requireOnline(): void {
    if (!this.account.online) throw new SandboxError('phone_offline', `${this.number} is offline.`)
  }
}
