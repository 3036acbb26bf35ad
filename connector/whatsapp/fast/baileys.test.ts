import { EventEmitter } from 'node:events'
import {
  type BinaryNode,
  DEFAULT_CONNECTION_CONFIG,
  generateSignalPubKey,
  initAuthCreds,
  makeWASocket,
  promiseTimeout,
} from '@whiskeysockets/baileys'
import { SessionRecord } from 'libsignal'
import pino from 'pino'
import { startSandbox } from 'vesper-sandbox'
import { afterEach, describe, expect, it } from 'vitest'
import { silenceConsole } from '../silenceConsole.ts'
import { transactionsOver } from '../transactions.ts'
import { trustRootKey } from '../trustRootKey.ts'

/*
 * Pins the internals of Baileys and libsignal that this folder depends on. Run `npm run check:baileys` after an upgrade, and read the
 * code of a failed expectation before you change it.
 */

const log = pino({ level: 'silent' })
silenceConsole(log)

const cleanups: (() => unknown)[] = []
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup()
})

const noKeys = () => ({ get: async () => ({}), set: async () => undefined })

describe("Baileys' Signal repository", () => {
  it('has the methods that the connector replaces or wraps, and no others', () => {
    const repository = DEFAULT_CONNECTION_CONFIG.makeSignalRepository(
      { creds: initAuthCreds(), keys: transactionsOver(noKeys()) },
      log,
    )
    expect(Object.keys(repository).sort()).toEqual([
      'close',
      'decryptGroupMessage',
      'decryptMessage',
      'deleteSession',
      'encryptGroupMessage',
      'encryptMessage',
      'getSenderKeyDistributionMessage',
      'getSessionInfo',
      'hasSenderKey',
      'injectE2ESession',
      'jidToSignalProtocolAddress',
      'lidMapping',
      'migrateSession',
      'processSenderKeyDistributionMessage',
      'validateSession',
    ])
  })

  it('names sessions by user, domain and device', () => {
    const repository = DEFAULT_CONNECTION_CONFIG.makeSignalRepository(
      { creds: initAuthCreds(), keys: transactionsOver(noKeys()) },
      log,
    )
    const addresses = ['1@s.whatsapp.net', '1:2@s.whatsapp.net', '1:2@lid', '1:99@hosted.lid'].map((jid) =>
      repository.jidToSignalProtocolAddress(jid),
    )
    expect(addresses).toEqual(['1.0', '1.2', '1_1.2', '1_129.99'])
  })

  it('stores a session as a record with the fields that pruning reads', async () => {
    const values = new Map<string, unknown>()
    const keys = transactionsOver({
      get: async (_, ids) => {
        const found = ids.flatMap((id) => (values.has(id) ? [[id, values.get(id)] as const] : []))
        return Object.fromEntries(found) as never
      },
      set: async ({ session }) => {
        for (const [id, value] of Object.entries(session ?? {})) values.set(id, value)
      },
    })
    const repository = DEFAULT_CONNECTION_CONFIG.makeSignalRepository({ creds: initAuthCreds(), keys }, log)
    const { signedPreKey, signedIdentityKey, registrationId } = initAuthCreds()
    const session = {
      registrationId,
      identityKey: generateSignalPubKey(signedIdentityKey.public),
      signedPreKey: {
        keyId: signedPreKey.keyId,
        signature: signedPreKey.signature,
        publicKey: generateSignalPubKey(signedPreKey.keyPair.public),
      },
    }
    for (let round = 0; round < 2; round += 1)
      await repository.injectE2ESession({ jid: '1@lid', session: session as never })
    const record = SessionRecord.deserialize(values.get('1_1.0') as Uint8Array) as SessionRecord & {
      sessions: Record<string, { indexInfo: { closed: number; used: number }; pendingPreKey?: object }>
    }
    const sessions = Object.values(record.sessions)
    expect(sessions.map(({ indexInfo }) => indexInfo.closed === -1).sort()).toEqual([false, true])
    for (const { indexInfo, pendingPreKey } of sessions) {
      expect(indexInfo.used).toBeGreaterThan(0)
      expect(pendingPreKey).toBeTypeOf('object')
    }
    expect(record.serialize()).toEqual(values.get('1_1.0'))
  })
})

describe("Baileys' socket", () => {
  it('offers a frame whole, and reads its attributes for the names of the other events afterwards', async () => {
    const sandbox = await startSandbox({ port: 0 })
    cleanups.push(() => sandbox.close())
    trustRootKey(sandbox.rootPublicKey)
    const sock = makeWASocket({
      auth: { creds: initAuthCreds(), keys: noKeys() },
      logger: log,
      waWebSocketUrl: sandbox.socketUrl,
      connectTimeoutMs: 0,
    })
    cleanups.push(() => sock.end(undefined))
    const names: (string | symbol)[] = []
    const emit = sock.ws.emit.bind(sock.ws)
    const seen = new Promise<void>((resolve) => {
      sock.ws.emit = (name: string | symbol, ...args: unknown[]) => {
        const [frame] = args
        const isTaken = typeof frame === 'object' && frame !== null && (frame as BinaryNode).tag === ''
        if (isTaken) names.push(name)
        if (name === 'CB:') resolve()
        return emit(name, ...args)
      }
    })
    sock.ws.prependListener('frame', (frame: BinaryNode | Uint8Array) => {
      if (frame instanceof Uint8Array || frame.tag !== 'iq') return
      frame.tag = ''
      frame.attrs = {}
      delete frame.content
    })
    await seen
    expect(names).toEqual(['TAG:undefined', 'CB:,,', 'CB:'])
  })

  it('has the members that the connector calls or replaces', () => {
    const sock = makeWASocket({
      auth: { creds: initAuthCreds(), keys: noKeys() },
      logger: log,
      waWebSocketUrl: 'ws://127.0.0.1:9/',
    })
    cleanups.push(() => sock.end(undefined))
    expect(sock.ws).toBeInstanceOf(EventEmitter)
    for (const member of [sock.sendMessageAck, sock.relayMessage, sock.end, sock.ws.close])
      expect(member).toBeTypeOf('function')
    // One handler of Baileys each. `storeFirst` and `takeFrames` pass it by.
    expect(
      ['CB:receipt', 'CB:notification', 'CB:ack,class:message'].map((name) => sock.ws.listenerCount(name)),
    ).toEqual([1, 1, 1])
  })

  it('acks a receipt with its id, sender, class, type, participant and recipient', async () => {
    const sock = makeWASocket({
      auth: { creds: { ...initAuthCreds(), me: { id: '1@s.whatsapp.net' } }, keys: noKeys() },
      logger: log,
      waWebSocketUrl: 'ws://127.0.0.1:9/',
    })
    cleanups.push(() => sock.end(undefined))
    // A socket that is not open refuses the ack, so the stanza itself is pinned by the tests against the sandbox.
    await expect(sock.sendMessageAck({ tag: 'receipt', attrs: { id: 'A', from: '2@lid' } })).rejects.toThrow(
      'Connection Closed',
    )
  })

  it('makes no timer for a frame without a time limit', async () => {
    const timers = () => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length
    const before = timers()
    void promiseTimeout(0, () => undefined)
    expect(timers()).toBe(before)
    const limited = promiseTimeout(60_000, (resolve) => {
      expect(timers()).toBe(before + 1)
      resolve(undefined)
    })
    await limited
  })
})
