import type { BinaryNode, KeyPair } from '@whiskeysockets/baileys'
import type { KeyBundle } from '../accounts/bundles.ts'
import type { Account } from '../accounts/directory.ts'
import { SandboxError } from '../errors.ts'
import { routeMessage } from '../server/messages.ts'
import { nowSeconds } from '../server/nodes.ts'
import { routeReceipt } from '../server/receipts.ts'
import { confirmationOf } from '../server/session.ts'
import type { Parts } from '../world.ts'
import { startAppState, uploadPushName } from './app-state.ts'
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
  | 'channels'
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
 * A simulated phone: device 0 of its account. The server treats a phone like any device, but its stanzas pass
 * by function call. A phone does one thing at a time, in order.
 */
export class Phone {
  readonly world: PhoneParts
  readonly number: string
  readonly signal: PhoneSignal
  readonly screen: Screen
  readonly attachments: Attachments
  /** Number of failed decryptions, by message id. A restart clears the map. */
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

  /** Receives the queued stanzas from the server, then the live stanzas. */
  connect(): void {
    this.world.mailboxes.attach(this.address, this.deliver)
    for (const { device, bootstrapped } of this.world.directory.companions(this.number))
      if (!bootstrapped && this.world.sessions.find({ phone: this.number, device })) this.welcome(device)
  }

  disconnect(): void {
    this.world.mailboxes.detach(this.address, this.deliver)
  }

  /**
   * Sends a message, and resolves when the server has acked it.
   * @throws SandboxError `phone_offline`, `unknown_recipient`, `unknown_message`, `not_allowed`
   */
  send(to: string | undefined, draft: Draft): Promise<ShownMessage> {
    return this.do(() => {
      this.requireOnline()
      return sendMessage(this, to, draft)
    })
  }

  /**
   * Runs a group operation in the phone's order of work.
   * @throws SandboxError `phone_offline`
   */
  act<T>(job: () => T): Promise<T> {
    return this.do(async () => {
      this.requireOnline()
      return job()
    })
  }

  /**
   * Sends read receipts for all unread messages of a chat.
   * @returns the ids of the messages
   * @throws SandboxError `phone_offline`
   */
  read(chat: string): Promise<string[]> {
    return this.do(async () => {
      this.requireOnline()
      return sendRead(this, this.screen.unread(chat))
    })
  }

  /** Sends the first history to a companion, at each login until the companion confirms it. */
  welcome(device: number): void {
    void this.do(async () => {
      const companion = this.world.directory.companion({ phone: this.number, device })
      if (companion && !companion.bootstrapped && this.account.online) await sendFirstHistory(this, companion)
    })
  }

  /** Uploads the first app state of the account. Later calls have no effect. */
  startAppState(): Promise<void> {
    return this.do(() => startAppState(this))
  }

  /** Renames the account, and tells the companions by the app state. */
  rename(name: string): Promise<void> {
    this.world.directory.save({ ...this.account, name })
    return this.do(() => uploadPushName(this))
  }

  /**
   * Passes a stanza to the server.
   * @returns the ack of a message
   */
  async submit(stanza: BinaryNode): Promise<BinaryNode | undefined> {
    if (stanza.tag === 'message') return routeMessage(this.world, this.address, stanza)
    if (stanza.tag === 'receipt') routeReceipt(this.world, this.address, stanza)
    if (stanza.tag === 'ack') this.world.mailboxes.confirm(this.address, confirmationOf(stanza))
    return undefined
  }

  /** Returns a new message row. */
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
      // If the phone went offline after the delivery, the stanza stays in the server's queue.
      if (this.account.online) await receive(this, stanza)
    })
  }

  private do<T>(job: () => Promise<T>): Promise<T> {
    const done = this.work.then(job)
    this.work = done.catch((error: unknown) => {
      if (!(error instanceof SandboxError)) this.world.log.error({ error }, 'the work of a phone failed')
    })
    return done
  }

  private requireOnline(): void {
    if (!this.account.online)
      throw new SandboxError(
        'phone_offline',
        `${this.number} is offline. Set the phone online with PUT /phones/${this.number}.`,
      )
  }
}
