import { randomBytes } from 'node:crypto'
import { addTransactionCapability, DEFAULT_CONNECTION_CONFIG, initAuthCreds } from '@whiskeysockets/baileys'
import { expect, it } from 'vitest'
import { Cipher } from '#shared/crypto/index.ts'
import { createLogger } from '#shared/logger.ts'
import { type AuthBackend, AuthStore } from './authStore.ts'
import { rejectAfterClose } from './rejectAfterClose.ts'

const CONTACT = '905551234567@s.whatsapp.net'
const log = createLogger({ level: 'silent', name: 'test' })

/** Creates Baileys' own Signal repository for a socket with this database. */
function socketOn(loadKeys: AuthBackend['loadKeys']) {
  const closing = new AbortController()
  const faults: unknown[] = []
  const { creds, keys } = new AuthStore({
    creds: initAuthCreds(),
    backend: { loadKeys, saveKeys: async () => undefined, saveCreds: async () => undefined },
    cipher: new Cipher(randomBytes(32)),
    sessionId: 'YoNofiM9vtHy',
    lifecycle: { onFault: (error) => faults.push(error), closed: closing.signal },
  })
  const transactional = addTransactionCapability(keys, log, { maxCommitRetries: 1, delayBetweenTriesMs: 0 })
  const signal = DEFAULT_CONNECTION_CONFIG.makeSignalRepository({ creds, keys: transactional }, log)
  return {
    faults,
    close: () => closing.abort(),
    encrypt: () => signal.encryptMessage({ jid: CONTACT, data: Buffer.from('hello') }),
  }
}

it('returns the result of a storage call that succeeds', async () => {
  const lifecycle = { onFault: () => undefined, closed: new AbortController().signal }
  expect(await rejectAfterClose(Promise.resolve(7), lifecycle)).toBe(7)
})

it('delays a storage failure until the socket is closed, and then blocks its contact on no other socket', async () => {
  const failing = socketOn(() => Promise.reject(new Error('the database is away')))
  const healthy = socketOn(async () => [])
  const settled: string[] = []
  const lost = failing.encrypt().catch(() => settled.push('lost'))
  await expect.poll(() => failing.faults).toHaveLength(1)
  // libsignal's queue of a contact is global, so this call waits for the first one.
  const next = healthy.encrypt().catch((error: Error) => settled.push(error.message))
  await new Promise(setImmediate)
  expect(settled).toEqual([])
  failing.close()
  await Promise.all([lost, next])
  expect(settled).toEqual(['lost', expect.stringContaining('No sessions')])
})
