import { randomBytes } from 'node:crypto'
import { initAuthCreds } from '@whiskeysockets/baileys'
import { expect, it } from 'vitest'
import { Cipher } from '#shared/crypto/index.ts'
import { type AuthBackend, AuthStore } from './authStore.ts'

/** Creates a store whose backend answers reads when the test says so. */
function open() {
  const saved = new Map<string, Buffer>()
  const waiting: (() => void)[] = []
  let writing: Promise<unknown> = Promise.resolve()
  const backend: AuthBackend = {
    loadKeys: async (_, ids) => {
      const rows = ids.flatMap((id) => {
        const value = saved.get(id)
        return value ? [{ id, value }] : []
      })
      await new Promise<void>((resolve) => waiting.push(resolve))
      return rows
    },
    saveKeys: async (changes) => {
      await writing
      for (const { id, value } of changes.saved) saved.set(id, value)
      for (const { id } of changes.deleted) saved.delete(id)
    },
    saveCreds: async () => undefined,
  }
  const closed = new AbortController()
  const lifecycle = { onFault: () => undefined, closed: closed.signal }
  const cipher = new Cipher(randomBytes(32))
  const openStore = () =>
    new AuthStore({ creds: initAuthCreds(), backend, cipher, sessionId: 'YoNofiM9vtHy', lifecycle }).keys
  return {
    openStore,
    closed,
    /** Makes each write wait for a promise. */
    writeAfter: (promise: Promise<unknown>) => {
      writing = promise
    },
    answer: () => {
      for (const resolve of waiting.splice(0)) resolve()
    },
  }
}

const session = (byte: number) => ({ session: { contact: new Uint8Array([byte]) } })

it('returns a key that was saved during the read, also later', async () => {
  const { openStore, answer } = open()
  await openStore().set(session(1))
  const keys = openStore()
  const reading = keys.get('session', ['contact'])
  await keys.set(session(2))
  answer()
  expect(Buffer.from((await reading).contact ?? [])).toEqual(Buffer.of(2))
  expect(Buffer.from((await keys.get('session', ['contact'])).contact ?? [])).toEqual(Buffer.of(2))
})

it('does not return a key that was deleted during the read', async () => {
  const { openStore, answer } = open()
  await openStore().set(session(1))
  const keys = openStore()
  const reading = keys.get('session', ['contact'])
  await keys.set({ session: { contact: null } })
  answer()
  expect(await reading).toEqual({})
  expect(await keys.get('session', ['contact'])).toEqual({})
})

it('returns a key from the start of its write', async () => {
  const { openStore, writeAfter } = open()
  const keys = openStore()
  let commit = (): void => undefined
  const committed = new Promise<void>((resolve) => {
    commit = resolve
  })
  writeAfter(committed)
  const saving = keys.set(session(1))
  expect(Buffer.from((await keys.get('session', ['contact'])).contact ?? [])).toEqual(Buffer.of(1))
  commit()
  await saving
})

it('forgets a key whose write failed, unless a later write has replaced the key', async () => {
  const { openStore, writeAfter, answer, closed } = open()
  closed.abort()
  const keys = openStore()
  await keys.set(session(1))
  writeAfter(Promise.reject(new Error('down')))
  await expect(keys.set(session(2))).rejects.toThrow('down')
  const reading = keys.get('session', ['contact'])
  answer()
  expect(Buffer.from((await reading).contact ?? [])).toEqual(Buffer.of(1))
  const failing = keys.set(session(3))
  writeAfter(Promise.resolve())
  const replacing = keys.set(session(4))
  await expect(failing).rejects.toThrow('down')
  await replacing
  expect(Buffer.from((await keys.get('session', ['contact'])).contact ?? [])).toEqual(Buffer.of(4))
})
