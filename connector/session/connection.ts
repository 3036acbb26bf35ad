import type { Readable } from 'node:stream'
import type { MediaSource } from '#shared/contracts/media.ts'
import { LeaseLost } from '#shared/domain/fleet/index.ts'
import type { Tenure } from '../fleet/tenure.ts'
import type { ConnectorServices } from '../services.ts'
import { within } from '../wait.ts'
import {
  type ConnectionEnd,
  openMedia,
  openSocket,
  type SocketListener,
  type WhatsAppSocket,
} from '../whatsapp/index.ts'
import { type AckResult, Acks } from './acks.ts'
import { loadAuth, type SessionAuth } from './auth.ts'
import type { Inbox } from './inbox.ts'
import { storageHooks } from './storage.ts'

/** A question to WhatsApp, or a stanza on its way out, has this long. Baileys itself may wait for ever. */
const ANSWER_WITHIN_MS = 20_000
/** 100 MB over a slow line. */
const UPLOAD_WITHIN_MS = 5 * 60_000
/** A peer that is gone does not answer the closing handshake either. */
const CLOSE_WITHIN_MS = 3_000

export interface ConnectionOptions {
  services: ConnectorServices
  tenure: Tenure
  sessionId: string
  inbox: Inbox
  /** What has to be written before the credentials may be read. */
  ready: Promise<void>
  events: Pick<SocketListener, 'onQr' | 'onPaired' | 'onOpen'> & {
    /** Once, and last: the socket is closed and its credentials are saved. */
    onEnd(end: ConnectionEnd): void
  }
}

/** One try to be connected, from reading the credentials to the socket's end. It is never used again. */
export class Connection {
  readonly #options: ConnectionOptions
  readonly #acks = new Acks()
  readonly #ending = new AbortController()
  #auth: SessionAuth | null = null
  #socket: WhatsAppSocket | null = null
  #isOpen = false
  #offersPairing = false
  #finished = false

  constructor(options: ConnectionOptions) {
    this.#options = options
  }

  /** Whether WhatsApp takes messages on it. */
  get isOpen(): boolean {
    return this.#isOpen && !this.#ending.signal.aborted
  }

  /** Whether it waits for a phone to be linked. */
  get offersPairing(): boolean {
    return this.#offersPairing && !this.#ending.signal.aborted
  }

  start(): void {
    this.#start().catch((err: unknown) => {
      this.#options.services.log.error({ err, sessionId: this.#options.sessionId }, 'connection.start_failed')
      void this.#finish({ code: 0, message: 'It could not be started' })
    })
  }

  /** Resolves when the stanza has left. What WhatsApp says of it comes by `ack`.
   * @throws NotInTime, or Baileys' errors: then it may have left all the same */
  async send(message: Parameters<WhatsAppSocket['send']>[0]): Promise<void> {
    await this.#ask((socket) => socket.send(message))
  }

  /** Encrypts and uploads a file. Answers the message that names it, encoded.
   * @throws NotInTime, or what the network says */
  async uploadMedia(...args: Parameters<WhatsAppSocket['uploadMedia']>): Promise<Buffer> {
    return await this.#ask((socket) => socket.uploadMedia(...args), UPLOAD_WITHIN_MS)
  }

  /** WhatsApp's answer to a message; to be asked for before it is sent. */
  ack(messageId: string, withinMs: number): Promise<AckResult> {
    return this.#acks.expect(messageId, withinMs)
  }

  /** @throws NotInTime, or if WhatsApp does not answer */
  async findOnWhatsApp(jid: string): Promise<string | null> {
    return await this.#ask((socket) => socket.findOnWhatsApp(jid))
  }

  /** @throws NotInTime, or WhatsApp's refusal */
  async edit(...args: Parameters<WhatsAppSocket['edit']>): Promise<void> {
    await this.#ask((socket) => socket.edit(...args))
  }

  /** @throws NotInTime, or WhatsApp's refusal */
  async revoke(...args: Parameters<WhatsAppSocket['revoke']>): Promise<void> {
    await this.#ask((socket) => socket.revoke(...args))
  }

  /** @throws NotInTime */
  async markRead(...args: Parameters<WhatsAppSocket['markRead']>): Promise<void> {
    await this.#ask((socket) => socket.markRead(...args))
  }

  /** @throws NotInTime */
  async setPresence(...args: Parameters<WhatsAppSocket['setPresence']>): Promise<void> {
    await this.#ask((socket) => socket.setPresence(...args))
  }

  /** @throws NotInTime, or WhatsApp's refusal */
  async pictureUrl(jid: string): Promise<string | null> {
    return await this.#ask((socket) => socket.pictureUrl(jid))
  }

  /** A file at WhatsApp, decrypted.
   * @throws MediaGone, NotInTime */
  async openMedia(source: MediaSource): Promise<Readable> {
    return await this.#ask(() => openMedia(source))
  }

  /** Where a file is that WhatsApp had forgotten, after its sender's phone gave it again.
   * @throws NotInTime, or what the phone says */
  async renewMedia(message: Parameters<WhatsAppSocket['renewMedia']>[0]): Promise<MediaSource> {
    return await this.#ask((socket) => socket.renewMedia(message))
  }

  /** @throws NotInTime */
  async lidOf(jid: string): Promise<string | null> {
    return await this.#ask((socket) => socket.lidOf(jid))
  }

  /** @throws NotInTime */
  async requestPairingCode(phone: string): Promise<string> {
    return await this.#ask((socket) => socket.requestPairingCode(phone))
  }

  /** Unlinks this device from its phone; the connection ends by it.
   * @throws NotInTime */
  async logout(): Promise<void> {
    await this.#ask((socket) => socket.logout())
  }

  /** Ends it, and keeps the link. Resolves when it has ended. */
  async close(reason = 'closed'): Promise<void> {
    this.#ending.abort()
    this.#acks.closed()
    if (this.#socket) await Promise.race([this.#socket.close(reason), after(CLOSE_WITHIN_MS)])
    await this.#finish({ code: 0, message: reason })
  }

  async #start(): Promise<void> {
    const { services, tenure, sessionId, inbox } = this.#options
    await this.#options.ready
    const auth = await loadAuth(services, tenure.lease, sessionId, this.#onFault)
    this.#auth = auth
    await inbox.recover(auth)
    if (this.#ending.signal.aborted || !tenure.isValid)
      return await this.#finish({ code: 0, message: 'not wanted' })
    const { config, log } = services
    this.#socket = openSocket({
      auth: auth.store,
      listener: {
        ...storageHooks({
          services,
          sessionId,
          tenure,
          inbox,
          auth,
          acks: this.#acks,
          onFault: this.#onFault,
        }),
        ...this.#events(),
      },
      url: config.VESPER_WHATSAPP_URL,
      qrMs: config.VESPER_QR_SECONDS && config.VESPER_QR_SECONDS * 1000,
      log: log.child({ sessionId }, { level: config.VESPER_BAILEYS_LOG_LEVEL }),
    })
  }

  #events(): Pick<SocketListener, 'onQr' | 'onPaired' | 'onOpen' | 'onClosed' | 'onAck'> {
    const { events } = this.#options
    return {
      onQr: (qr) => {
        this.#offersPairing = true
        events.onQr(qr)
      },
      onPaired: () => {
        this.#offersPairing = false
        events.onPaired()
      },
      onOpen: (me) => {
        this.#isOpen = true
        events.onOpen(me)
      },
      onClosed: (end) => void this.#finish(end),
      onAck: (messageId, errorCode) => this.#acks.received(messageId, errorCode),
    }
  }

  async #ask<T>(question: (socket: WhatsAppSocket) => Promise<T>, withinMs = ANSWER_WITHIN_MS): Promise<T> {
    if (!this.#socket) throw new Error('There is no socket')
    return await within(question(this.#socket), withinMs, this.#ending.signal)
  }

  async #finish(end: ConnectionEnd): Promise<void> {
    if (this.#finished) return
    this.#finished = true
    this.#ending.abort()
    this.#acks.closed()
    await this.#auth?.store.flushed()
    this.#options.events.onEnd(end)
  }

  /** The database failed under the socket: nothing is confirmed, and what came comes again on the next one. */
  readonly #onFault = (err: unknown): void => {
    const { services, tenure, sessionId } = this.#options
    services.log.error({ err, sessionId }, 'connection.storage_failed')
    if (err instanceof LeaseLost) tenure.end()
    void this.close('Storage failed')
  }
}

function after(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms).unref())
}
