import type { BinaryNode, proto, SignalRepositoryWithLIDStore, WASocket } from '@whiskeysockets/baileys'
import { DEFAULT_CONNECTION_CONFIG, generateMessageIDV2 } from '@whiskeysockets/baileys'
import { pino } from 'pino'
import { type Sandbox, startSandbox } from 'vesper-sandbox'
import { Client, call, until } from 'vesper-sandbox/client'
import { afterAll, beforeAll } from 'vitest'
import type { Logger } from '#shared/logger.ts'
import { transactionsOver } from '../transactions.ts'
import { KeptLists, parseFastPaths, type Relay, relayOver, watchDevices } from './index.ts'

/** A client of Baileys with our way of sending, whose sent stanzas are recorded. */
export class Sender {
  readonly client: Client
  readonly lists: KeptLists
  /** The sent stanzas, as Baileys prints them. */
  readonly sent: string[]
  /** The acks of messages. */
  readonly acks: BinaryNode[] = []
  /** The sent messages, for retries. */
  readonly #messages: Map<string, proto.IMessage>
  #relay: Relay | undefined

  constructor(
    client: Client,
    options: { lists: KeptLists; sent: string[]; messages: Map<string, proto.IMessage> },
  ) {
    this.client = client
    this.lists = options.lists
    this.sent = options.sent
    this.#messages = options.messages
    const { sock } = this
    const findSent = async (id: string) => {
      const message = this.#messages.get(id)
      return message && { message }
    }
    const log = pino({ level: 'silent' }) as unknown as Logger
    const devices = watchDevices(sock, this.lists, { findSent, log })
    this.#relay = relayOver(sock, { lists: this.lists, devices, paths: parseFastPaths('devices,relay'), log })
    sock.ws.on('CB:ack,class:message', (ack: BinaryNode) => this.acks.push(ack))
  }

  get sock(): WASocket {
    if (!this.client.sock) throw new Error('The client has no socket')
    return this.client.sock
  }

  /** Sends a message by our way. Returns the messages and queries that were sent meanwhile. */
  async relay(jid: string, message: proto.IMessage, id = generateMessageIDV2()): Promise<string[]> {
    const before = this.sent.length
    this.#messages.set(id, message)
    await this.#relay?.({ id, jid, message, attributes: {}, nodes: [] })
    return this.sent.slice(before).filter((xml) => /^<(message|iq) /.test(xml))
  }

  /** Waits for the ack of a message. */
  acked(id: string): Promise<BinaryNode> {
    return until('the ack', () => this.acks.find(({ attrs }) => attrs.id === id))
  }
}

/** The parts of a test file: a sandbox, and clients that end with the file. */
export interface RelayStage {
  sandbox: Sandbox
  sender(phone: string): Promise<Sender>
  /** Pairs a companion that records the bytes that it decrypts. */
  companion(phone: string): Promise<{ client: Client; decrypted: Uint8Array[] }>
  phone(fields?: object): Promise<string>
}

let lastNumber = 15_570_000

export function useRelayStage(): RelayStage {
  const stage = {} as RelayStage
  const clients: Client[] = []
  beforeAll(async () => {
    const sandbox = await startSandbox({ port: 0, smallUploads: true })
    Object.assign(stage, { sandbox })
  })
  afterAll(async () => {
    for (const client of clients) await client.remove()
    await stage.sandbox.close()
  })
  const paired = async (phone: string, config: Parameters<typeof Client.paired>[2]) => {
    const client = await Client.paired(stage.sandbox, phone, config)
    clients.push(client)
    return client
  }
  return Object.assign(stage, {
    sender: async (phone: string) => {
      const sent: string[] = []
      const lists = new KeptLists()
      const messages = new Map<string, proto.IMessage>()
      const client = await paired(phone, {
        userDevicesCache: lists,
        logger: recorder(sent),
        getMessage: async ({ id }) => messages.get(id ?? ''),
        makeSignalRepository: (state, log, lidLookup) => {
          const { keys } = state
          // Baileys' own transactions lose the time at which a privacy token was issued.
          const store = { get: keys.get.bind(keys), set: keys.set.bind(keys) }
          Object.assign(keys, transactionsOver(store))
          return DEFAULT_CONNECTION_CONFIG.makeSignalRepository(state, log, lidLookup)
        },
      })
      return new Sender(client, { lists, sent, messages })
    },
    companion: async (phone: string) => {
      const decrypted: Uint8Array[] = []
      const client = await paired(phone, {
        makeSignalRepository: (...args) =>
          recording(DEFAULT_CONNECTION_CONFIG.makeSignalRepository(...args), decrypted),
      })
      return { client, decrypted }
    },
    phone: async (fields: object = {}) => {
      lastNumber += 1
      const phone = String(lastNumber)
      await call(stage.sandbox, 'POST', '/phones', { phone, name: `Owner of ${phone}` })
      if (Object.keys(fields).length > 0) await call(stage.sandbox, 'PUT', `/phones/${phone}`, fields)
      return phone
    },
  })
}

/** Returns a logger for Baileys that records the stanzas that it sends. */
function recorder(sent: string[]) {
  const ignore = () => undefined
  const logger = {
    level: 'trace',
    child: () => logger,
    trace: (line: unknown) => {
      const { xml, msg } = line as { xml?: string; msg?: string }
      if (xml !== undefined && msg === 'xml send') sent.push(xml)
    },
    debug: ignore,
    info: ignore,
    warn: ignore,
    error: ignore,
  }
  return logger
}

function recording(
  repository: SignalRepositoryWithLIDStore,
  decrypted: Uint8Array[],
): SignalRepositoryWithLIDStore {
  return {
    ...repository,
    decryptMessage: async (options) => {
      const bytes = await repository.decryptMessage(options)
      decrypted.push(bytes)
      return bytes
    },
  }
}
