import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  type BaileysEventMap,
  type BinaryNode,
  type GroupMetadata,
  generateMessageIDV2,
  getStatusFromReceiptType,
  makeWASocket,
  proto,
  type UserFacingSocketConfig,
  useMultiFileAuthState,
  type WAMessage,
  type WASocket,
} from '@whiskeysockets/baileys'
import pino from 'pino'
import type { Sandbox } from './index.ts'
import type { ShownMessage } from './phones/screen.ts'

const POLL_MS = 10
/** The run of the whole repository measures how slow the machine is. Alone, the limit suits the slowest machine. */
const SLOWNESS = Number(process.env.VESPER_TEST_SLOWNESS ?? 5)
const LIMIT_MS = 60_000 * SLOWNESS

/**
 * Waits until `probe` returns a value.
 * @param what the awaited event, for the message of the error
 * @throws Error after 60 s on the reference machine, and later on a slower machine
 */
export async function until<T>(what: string, probe: () => T | Promise<T>): Promise<NonNullable<T>> {
  for (const deadline = Date.now() + LIMIT_MS; Date.now() < deadline; ) {
    const found = await probe()
    if (found) return found
    await new Promise((resolve) => setTimeout(resolve, POLL_MS))
  }
  throw new Error(`Timed out while waiting for ${what}.`)
}

/** The fields of answers that the tests read. The fields depend on the call. */
export interface Answer extends ShownMessage {
  lid: string
  devices: unknown[]
}

/**
 * Calls the control API.
 * @returns the status and the parsed answer
 */
export async function call(sandbox: Sandbox, method: string, path: string, body?: unknown) {
  const isText = typeof body === 'string'
  const response = await fetch(sandbox.phonesUrl + path, {
    method,
    ...(body !== undefined && { body: isText ? body : JSON.stringify(body) }),
  })
  return { status: response.status, body: (await response.json()) as Answer }
}

/** A client as in Baileys' examples: `makeWASocket` with the multi-file auth state, and no code of ours in between. */
export class Client {
  sock: WASocket | undefined
  readonly messages: WAMessage[] = []
  /** Sent messages, for retry receipts. */
  private readonly sent = new Map<string, proto.IMessage>()
  readonly upserts: BaileysEventMap['messages.upsert'][] = []
  readonly updates: BaileysEventMap['messages.update'] = []
  readonly receipts: BaileysEventMap['message-receipt.update'] = []
  readonly requests: BaileysEventMap['group.join-request'][] = []
  readonly history: WAMessage[] = []
  readonly chatNames: string[] = []
  /** Seconds of the disappearing timers in the history, without chats that have none. */
  readonly timers: number[] = []
  readonly participants: BaileysEventMap['group-participants.update'][] = []
  readonly groups: (Partial<GroupMetadata> & { event: 'upsert' | 'update' })[] = []
  /** The message stanzas of all connections of this client, before decryption. */
  readonly stanzas: BinaryNode[] = []
  private readonly receiptStanzas: BinaryNode[] = []
  /** True after the last part of the history that the phone sends to a new companion. */
  hasRecentHistory = false
  closeCode: number | undefined
  isOpen = false
  private isRemoved = false
  qr: string | undefined
  private readonly config: Partial<UserFacingSocketConfig>
  private readonly folder: string

  private constructor(folder: string, config: Partial<UserFacingSocketConfig>) {
    this.folder = folder
    this.config = config
  }

  static async create(config: Partial<UserFacingSocketConfig> = {}): Promise<Client> {
    return new Client(await mkdtemp(join(tmpdir(), 'sandbox-client-')), config)
  }

  /** Opens a socket with the stored credentials. The client reconnects by itself only after a pairing (515). */
  async connect(sandbox: Sandbox): Promise<WASocket> {
    const { state, saveCreds } = await useMultiFileAuthState(this.folder)
    this.isOpen = false
    this.closeCode = undefined
    this.qr = undefined
    const sock = makeWASocket({
      auth: state,
      waWebSocketUrl: sandbox.socketUrl,
      logger: pino({ level: 'silent' }),
      getMessage: async ({ id }) => this.sent.get(id ?? ''),
      ...this.config,
    })
    this.sock = sock
    sock.ws.on('CB:message', (stanza) => this.stanzas.push(stanza))
    sock.ws.on('CB:receipt', (stanza) => this.receiptStanzas.push(stanza))
    const save = () =>
      saveCreds().catch((error: unknown) => {
        // Baileys may save credentials after the folder is deleted.
        if (!this.isRemoved) throw error
      })
    sock.ev.on('creds.update', save)
    sock.ev.on('connection.update', ({ connection, qr, lastDisconnect }) => {
      if (qr) this.qr = qr
      if (connection === 'open') this.isOpen = true
      if (connection !== 'close') return
      this.isOpen = false
      const error = lastDisconnect?.error as { output?: { statusCode: number } } | undefined
      this.closeCode = error?.output?.statusCode ?? 0
      if (this.closeCode === 515) void save().then(() => this.connect(sandbox))
    })
    sock.ev.on('messages.upsert', (upsert) => {
      this.upserts.push(upsert)
      this.messages.push(...upsert.messages)
    })
    sock.ev.on('messages.update', (updates) => this.updates.push(...updates))
    sock.ev.on('group.join-request', (request) => this.requests.push(request))
    sock.ev.on('messaging-history.set', ({ messages, chats, syncType }) => {
      this.hasRecentHistory ||= syncType === proto.HistorySync.HistorySyncType.RECENT
      this.history.push(...messages)
      this.timers.push(...chats.flatMap(({ ephemeralExpiration }) => ephemeralExpiration || []))
      this.chatNames.push(...chats.map(({ name }) => name ?? ''))
    })
    sock.ev.on('message-receipt.update', (receipts) => this.receipts.push(...receipts))
    sock.ev.on('group-participants.update', (update) => this.participants.push(update))
    sock.ev.on('groups.upsert', (all) =>
      this.groups.push(...all.map((each) => ({ ...each, event: 'upsert' as const }))),
    )
    sock.ev.on('groups.update', (all) =>
      this.groups.push(...all.map((each) => ({ ...each, event: 'update' as const }))),
    )
    return sock
  }

  /** Connects and lets a phone scan the QR code. Resolves when the client is logged in and has its first history. */
  async pair(sandbox: Sandbox, phone: string): Promise<void> {
    await this.connect(sandbox)
    const qr = await until('a QR', () => this.qr)
    const answer = await call(sandbox, 'POST', `/admin/mock-phone/scan-qr?phone=${phone}`, qr)
    if (answer.status !== 200) throw new Error(JSON.stringify(answer.body))
    await until('the login', () => this.isOpen)
    await until('the first history', () => this.sock?.authState.creds.accountSyncCounter)
  }

  async reconnect(sandbox: Sandbox): Promise<void> {
    await this.connect(sandbox)
    await until('the login', () => this.isOpen)
  }

  /** Creates a client that is paired with a phone. */
  static async paired(
    sandbox: Sandbox,
    phone: string,
    config?: Partial<UserFacingSocketConfig>,
  ): Promise<Client> {
    const client = await Client.create(config)
    await client.pair(sandbox, phone)
    return client
  }

  /**
   * Sends a text to a number or a group. The text is recorded before the send, because a retry receipt may
   * arrive before the send resolves.
   * @returns the id of the message
   */
  async send(to: string, text: string): Promise<string> {
    const messageId = generateMessageIDV2()
    this.sent.set(messageId, { conversation: text })
    const jid = to.includes('@') ? to : `${to}@s.whatsapp.net`
    await this.sock?.sendMessage(jid, { text }, { messageId })
    return messageId
  }

  texts(): string[] {
    return this.messages.flatMap(
      ({ message }) => message?.conversation ?? message?.extendedTextMessage?.text ?? [],
    )
  }

  /**
   * Returns the highest status of a message: of an update, of its upsert, or of a receipt stanza. Baileys
   * merges an update into an upsert while it buffers both. Of two buffered updates, the later update wins,
   * even with a lower status, so the receipt stanzas count too.
   */
  status(id: string): number {
    const updated = this.updates.filter(({ key }) => key.id === id).map(({ update }) => update.status)
    const upserted = this.messages.filter(({ key }) => key.id === id).map(({ status }) => status)
    const told = this.receiptStanzas
      .filter(({ attrs }) => attrs.id === id)
      .map(({ attrs }) => getStatusFromReceiptType(attrs.type))
    return Math.max(0, ...[...updated, ...upserted, ...told].map((status) => status ?? 0))
  }

  /** Returns the error of a refused message, from its update or from its upsert (see `status`). */
  refusal(id: string): Partial<WAMessage> | undefined {
    const updated = this.updates.filter(({ key }) => key.id === id).map(({ update }) => update)
    const upserted = this.messages.filter(({ key }) => key.id === id)
    return [...updated, ...upserted].find(({ status }) => status === proto.WebMessageInfo.Status.ERROR)
  }

  /** Returns the receipts of a group message, from updates and from its upsert. */
  receiptsOf(id: string): proto.IUserReceipt[] {
    const updated = this.receipts.filter(({ key }) => key.id === id).map(({ receipt }) => receipt)
    const upserted = this.messages
      .filter(({ key }) => key.id === id)
      .flatMap(({ userReceipt }) => userReceipt ?? [])
    return [...updated, ...upserted]
  }

  /** Returns the account's name as the credentials have it. `sock.user` keeps the name of the connection's start. */
  name(): string | undefined {
    return this.sock?.authState.creds.me?.name
  }

  /** Ends the socket without a logout. */
  async disconnect(): Promise<void> {
    this.sock?.end(undefined)
    await until('the close', () => this.closeCode !== undefined)
  }

  async remove(): Promise<void> {
    this.isRemoved = true
    this.sock?.end(undefined)
    // Baileys may still write keys.
    await rm(this.folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 })
  }
}
