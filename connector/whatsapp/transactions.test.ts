import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import type { SignalDataSet, SignalDataTypeMap, SignalKeyStore } from '@whiskeysockets/baileys'
import { expect, it } from 'vitest'
import { transactionsOver } from './transactions.ts'

/** A store that says what was written, write by write. */
function memory() {
  const values = new Map<string, unknown>()
  const writes: SignalDataSet[] = []
  const store: SignalKeyStore = {
    get: async (type, ids) => {
      const found: { [id: string]: SignalDataTypeMap[typeof type] } = {}
      for (const id of ids) {
        const value = values.get(`${type}:${id}`)
        if (value !== undefined) found[id] = value as SignalDataTypeMap[typeof type]
      }
      return found
    },
    set: async (data) => {
      writes.push(data)
      for (const [type, entries] of Object.entries(data))
        for (const [id, value] of Object.entries(entries ?? {})) {
          if (value === null) values.delete(`${type}:${id}`)
          else values.set(`${type}:${id}`, value)
        }
    },
  }
  return { keys: transactionsOver(store), store, writes }
}

/** It holds the context that it is started in, and nothing else. */
const startTimer = () => void setTimeout(() => undefined, 3_600_000).unref()
const bytes = (value: number) => Uint8Array.of(value)

it('writes all of a transaction at its end and in one piece, and shows it to its own reads before', async () => {
  const { keys, store, writes } = memory()
  await keys.transaction(async () => {
    await keys.set({ session: { a: bytes(1), b: bytes(2) } })
    await keys.transaction(
      async () => keys.set({ session: { a: null }, 'identity-key': { a: bytes(3) } }),
      'another',
    )
    expect(await keys.get('session', ['a', 'b'])).toEqual({ b: bytes(2) })
    expect(await store.get('session', ['b'])).toEqual({})
  }, 'key')
  expect(writes).toEqual([{ session: { a: null, b: bytes(2) }, 'identity-key': { a: bytes(3) } }])
})

it('writes nothing of one that throws, and lets the next begin', async () => {
  const { keys, writes } = memory()
  const failing = keys.transaction(async () => {
    await keys.set({ session: { a: bytes(1) } })
    throw new Error('no')
  }, 'key')
  const next = keys.transaction(async () => keys.set({ session: { a: bytes(2) } }), 'key')
  await expect(failing).rejects.toThrow('no')
  await next
  expect(writes).toEqual([{ session: { a: bytes(2) } }])
})

it('writes at once what is begun in one and not waited for, when that is over', async () => {
  const { keys, writes } = memory()
  let follow = (): void => undefined
  const over = new Promise<void>((resolve) => {
    follow = resolve
  })
  let late: Promise<unknown> = Promise.resolve()
  await keys.transaction(async () => {
    await keys.set({ session: { a: bytes(1) } })
    late = over.then(async () => {
      expect(await keys.get('session', ['a'])).toEqual({ a: bytes(2) })
      await keys.transaction(async () => keys.set({ session: { b: bytes(3) } }), 'key')
      await keys.set({ session: { c: bytes(4) } })
    })
  }, 'key')
  await keys.set({ session: { a: bytes(2) } })
  follow()
  await late
  expect(writes.slice(2)).toEqual([{ session: { b: bytes(3) } }, { session: { c: bytes(4) } }])
})

it('lets go of its store when it is over, also where a timer was started in it', async () => {
  setFlagsFromString('--expose-gc')
  const collectGarbage = runInNewContext('gc') as () => void
  const use = async () => {
    const { keys, store } = memory()
    await keys.transaction(async () => {
      await keys.get('session', ['a'])
      await keys.set({ session: { a: bytes(1) } })
      startTimer()
    }, 'key')
    return new WeakRef(store)
  }
  const store = await use()
  const isGone = () => {
    collectGarbage()
    return store.deref() === undefined
  }
  await expect.poll(isGone).toBe(true)
})

it('lets those under one key read what the one before wrote, and those under others go on', async () => {
  const { keys } = memory()
  await keys.set({ session: { n: bytes(0) } })
  const step = () =>
    keys.transaction(async () => {
      const { n } = await keys.get('session', ['n'])
      await new Promise(setImmediate)
      await keys.set({ session: { n: bytes((n?.[0] ?? 0) + 1) } })
    }, 'key')
  let opened = (): void => undefined
  const open = new Promise<void>((resolve) => {
    opened = resolve
  })
  const waiting = keys.transaction(async () => await open, 'another')
  await Promise.all([step(), step(), step()])
  expect(await keys.get('session', ['n'])).toEqual({ n: bytes(3) })
  opened()
  await waiting
})

it('keeps what one session does within the transaction of another out of it', async () => {
  const [one, other] = [memory(), memory()]
  await one.keys.transaction(async () => {
    await other.keys.set({ session: { a: bytes(1) } })
    expect(other.keys.isInTransaction()).toBe(false)
    expect(one.keys.isInTransaction()).toBe(true)
  }, 'key')
  expect([one.writes, other.writes]).toEqual([[], [{ session: { a: bytes(1) } }]])
})
