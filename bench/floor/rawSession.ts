import makeWASocket, {
  type BinaryNode,
  generateMessageIDV2,
  getBinaryNodeChild,
  getBinaryNodeChildren,
  type WASocket,
} from '@whiskeysockets/baileys'
import pino from 'pino'
import { mustRequest } from '#local/customer/index.ts'
import { type MemoryAuth, memoryAuth } from './memoryAuth.ts'

const LOG = pino({ level: 'silent' })
const LOGGED_OUT = 401

/** A session as in Baileys' examples, with its state in memory, that links, sends and receives. */
export class RawSession {
  readonly phone: string
  readonly #urls: { socket: string; phones: string }
  readonly #auth: MemoryAuth
  readonly #acks = new Map<string, () => void>()
  /** Unix ms of each received message, by id. */
  readonly received = new Map<string, number>()
  /** Ids of sent messages without a read receipt. */
  readonly unread = new Set<string>()
  #socket: WASocket | undefined
  #onOpen: () => void = () => undefined

  constructor(phone: string, urls: { socket: string; phones: string }, dumped?: string) {
    this.phone = phone
    this.#urls = urls
    this.#auth = memoryAuth(dumped)
  }

  /** Connects, and links the session if it is not linked. Resolves after the log-in. */
  async open(): Promise<void> {
    const opened = new Promise<void>((resolve) => {
      this.#onOpen = resolve
    })
    this.#connect()
    await opened
  }

  /** Sends a text. Resolves when WhatsApp's server acks it. */
  async send(to: string, text: string): Promise<void> {
    const messageId = generateMessageIDV2()
    this.unread.add(messageId)
    const acked = new Promise<void>((resolve) => this.#acks.set(messageId, resolve))
    await this.#socket?.sendMessage(`${to}@s.whatsapp.net`, { text }, { messageId })
    await acked
  }

  dump(): string {
    return this.#auth.dump()
  }

  #connect(): void {
    const sock = makeWASocket({
      auth: this.#auth,
      logger: LOG,
      waWebSocketUrl: this.#urls.socket,
      syncFullHistory: false,
      markOnlineOnConnect: false,
      emitOwnEvents: false,
    })
    this.#socket = sock
    sock.ws.on('CB:ack,class:message', ({ attrs }: BinaryNode) => {
      const { id = '' } = attrs
      this.#acks.get(id)?.()
      this.#acks.delete(id)
    })
    // Baileys merges the updates of a message, so that a late DELIVERED hides READ.
    sock.ws.on('CB:receipt,type:read', (receipt: BinaryNode) => {
      for (const id of idsOf(receipt)) this.unread.delete(id)
    })
    sock.ev.on('messages.upsert', ({ messages }) => {
      for (const { key } of messages) if (key.id) this.received.set(key.id, Date.now())
    })
    sock.ev.on('connection.update', ({ qr, connection, lastDisconnect }) => {
      if (qr) void mustRequest('POST', `${this.#urls.phones}/phones/${this.phone}/scan`, { body: { qr } })
      if (connection === 'open') this.#onOpen()
      if (connection !== 'close') return
      const { message, output } = (lastDisconnect?.error ?? {}) as {
        message?: string
        output?: { statusCode: number }
      }
      // WhatsApp requires a new connection after the link. Another end shows that the machine is too busy for a measurement.
      if (output?.statusCode !== 515) process.stderr.write(`Raw Baileys connects again: ${message}\n`)
      if (output?.statusCode !== LOGGED_OUT) this.#connect()
    })
  }
}

/** Returns the ids of the messages that a receipt is about. */
function idsOf(receipt: BinaryNode): string[] {
  const further = getBinaryNodeChildren(getBinaryNodeChild(receipt, 'list'), 'item')
  return [receipt, ...further].flatMap(({ attrs }) => attrs.id ?? [])
}
