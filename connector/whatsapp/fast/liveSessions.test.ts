import {
  type AuthenticationCreds,
  DEFAULT_CONNECTION_CONFIG,
  generateSignalPubKey,
  initAuthCreds,
  type SignalDataTypeMap,
  type SignalKeyStore,
} from '@whiskeysockets/baileys'
import { SessionRecord } from 'libsignal'
import pino from 'pino'
import { expect, it } from 'vitest'
import { silenceConsole } from '../silenceConsole.ts'
import { transactionsOver } from '../transactions.ts'
import { LiveRecords } from './liveRecords.ts'
import { liveSessions } from './liveSessions.ts'

const log = pino({ level: 'silent' })
silenceConsole(log)

const US = '1000@lid'
const CONTACT = '2000@lid'
const ADDRESS = '2000_1.0'

/** Creates a store like the key store: a value is visible from the start of its write, and not after a failed write. */
function memory() {
  const values = new Map<string, unknown>()
  const state = { write: async () => undefined as unknown, read: async () => undefined as unknown, writes: 0 }
  const store: SignalKeyStore = {
    get: async (type, ids) => {
      await state.read()
      const found = ids.flatMap((id) => {
        const value = values.get(`${type}:${id}`)
        return value ? [[id, value] as const] : []
      })
      return Object.fromEntries(found) as { [id: string]: SignalDataTypeMap[typeof type] }
    },
    set: async (data) => {
      state.writes += 1
      const entries = Object.entries(data).flatMap(([type, all]) =>
        Object.entries(all ?? {}).map(([id, value]) => [`${type}:${id}`, value] as const),
      )
      const before = entries.map(([key]) => [key, values.get(key)] as const)
      for (const [key, value] of entries) values.set(key, value)
      try {
        await state.write()
      } catch (error) {
        for (const [key, value] of before) values.set(key, value)
        throw error
      }
    },
  }
  return { store, state }
}

function party() {
  const { store, state } = memory()
  const keys = transactionsOver(store)
  const creds = initAuthCreds()
  const inner = DEFAULT_CONNECTION_CONFIG.makeSignalRepository({ creds, keys }, log)
  return { creds, state, store, sessions: liveSessions({ inner, creds, store, keys }) }
}

function bundleOf({ signedPreKey, signedIdentityKey, registrationId }: AuthenticationCreds) {
  const { keyId, signature, keyPair } = signedPreKey
  return {
    registrationId,
    identityKey: generateSignalPubKey(signedIdentityKey.public),
    signedPreKey: { keyId, signature, publicKey: generateSignalPubKey(keyPair.public) },
  } as never
}

/** Creates a session with a contact. */
async function conversation() {
  const us = party()
  const contact = party()
  await us.sessions.injectE2ESession({ jid: CONTACT, session: bundleOf(contact.creds) })
  const send = (text: string) => us.sessions.encryptMessage({ jid: CONTACT, data: Buffer.from(text) })
  const read = async (sent: Awaited<ReturnType<typeof send>>) =>
    Buffer.from(await contact.sessions.decryptMessage({ jid: US, ...sent })).toString()
  const answer = async (text: string) => {
    const sent = await contact.sessions.encryptMessage({ jid: US, data: Buffer.from(text) })
    return Buffer.from(await us.sessions.decryptMessage({ jid: CONTACT, ...sent })).toString()
  }
  return { us, send, read, answer }
}

it('encrypts and decrypts a conversation, and stores each step', async () => {
  const { us, send, read, answer } = await conversation()
  for (const text of ['one', 'two', 'three']) {
    expect(await read(await send(text))).toBe(text)
    expect(await answer(`${text}, answered`)).toBe(`${text}, answered`)
  }
  expect(us.state.writes).toBe(1 + 3 + 3)
  expect(await us.sessions.validateSession(CONTACT)).toEqual({ exists: true })
})

it('returns a ciphertext after its step is stored, and begins the next step before', async () => {
  const { us, send, read } = await conversation()
  let commit = (): void => undefined
  const committed = new Promise<void>((resolve) => {
    commit = resolve
  })
  us.state.write = () => committed
  const done: string[] = []
  const sent = ['one', 'two'].map((text) =>
    send(text).then((result) => {
      done.push(text)
      return result
    }),
  )
  await expect.poll(() => us.state.writes).toBe(3)
  expect(done).toEqual([])
  commit()
  const [one, two] = await Promise.all(sent)
  expect([await read(one as never), await read(two as never)]).toEqual(['one', 'two'])
})

it('goes back to the stored step after a write that failed', async () => {
  const { us, send, read } = await conversation()
  await read(await send('before'))
  us.state.write = () => Promise.reject(new Error('fenced'))
  await expect(send('lost')).rejects.toThrow('fenced')
  await expect(send('lost too')).rejects.toThrow('fenced')
  us.state.write = async () => undefined
  expect(await read(await send('after'))).toBe('after')
})

it('uses no record of a session that other code has deleted or replaced', async () => {
  const { us, send } = await conversation()
  await send('before')
  const { [ADDRESS]: stored } = await us.store.get('session', [ADDRESS])
  await us.store.set({ session: { [ADDRESS]: null } })
  expect(await us.sessions.validateSession(CONTACT)).toMatchObject({ exists: false })
  await expect(send('without a session')).rejects.toThrow('No sessions')
  await us.store.set({ session: { [ADDRESS]: structuredClone(stored) as never } })
  expect(await send('with a session')).toMatchObject({ type: 'pkmsg' })
})

it('does not wait for the operations of another socket with the same contact', async () => {
  const [one, other] = [await conversation(), await conversation()]
  one.us.state.read = () => new Promise(() => undefined)
  void one.send('blocked')
  expect(await other.read(await other.send('free'))).toBe('free')
})

it('prunes the closed sessions of a record when the record is stored', async () => {
  const { us, send } = await conversation()
  const { creds } = party()
  for (let restart = 0; restart < 5; restart += 1)
    await us.sessions.injectE2ESession({ jid: CONTACT, session: bundleOf(creds) })
  const { [ADDRESS]: stored } = await us.store.get('session', [ADDRESS])
  const aged = structuredClone(stored) as unknown as {
    _sessions: Record<string, { indexInfo: { closed: number; used: number } }>
  }
  for (const { indexInfo } of Object.values(aged._sessions)) {
    indexInfo.used = 0
    if (indexInfo.closed !== -1) indexInfo.closed -= 2 * 3_600_000
  }
  await us.store.set({ session: { [ADDRESS]: aged as never } })
  await send('after five restarts')
  const { [ADDRESS]: pruned } = await us.store.get('session', [ADDRESS])
  expect(Object.keys((pruned as unknown as typeof aged)._sessions)).toHaveLength(2)
})

it('keeps 100 records, at most', () => {
  const records = new LiveRecords()
  for (let contact = 0; contact < 150; contact += 1)
    records.add(String(contact), new SessionRecord(), contact)
  expect(records.size).toBe(100)
})
