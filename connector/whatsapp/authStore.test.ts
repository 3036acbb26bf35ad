import { randomBytes } from 'node:crypto'
import { initAuthCreds } from '@whiskeysockets/baileys'
import { expect, it } from 'vitest'
import { Cipher } from '#shared/crypto/index.ts'
import { type AuthBackend, AuthStore } from './authStore.ts'

/** Creates a store whose backend answers reads when the test says so. */
function open() {
  const saved = new Map<string, Buffer>()
  const waiting: (() => void)[] = []
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
      for (const { id, value } of changes.saved) saved.set(id, value)
      for (const { id } of changes.deleted) saved.delete(id)
    },
    saveCreds: async () => undefined,
  }
  const lifecycle = { onFault: () => undefined, closed: new AbortController().signal }
  const cipher = new Cipher(randomBytes(32))
  const openStore = () =>
    new AuthStore({ creds: initAuthCreds(), backend, cipher, sessionId: 'YoNofiM9vtHy', lifecycle }).keys
  return {
    openStore,
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
