import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import type { SignalDataSet, SignalDataTypeMap, SignalKeyStore } from '@whiskeysockets/baileys'
import { expect, it } from 'vitest'
import { transactionsOver } from './transactions.ts'

/** Creates a store that records each write. */
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

/** Starts a timer that holds its context. */
const startTimer = () => void setTimeout(() => undefined, 3_600_000).unref()
const bytes = (value: number) => Uint8Array.of(value)

it('writes a transaction in one piece at its end, and shows the writes to its own reads before', async () => {
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

it('writes nothing of a transaction that throws, and begins the next one', async () => {
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

it('writes work that a transaction did not await immediately after its end', async () => {
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

it('releases its store at its end, also if a timer was started in it', async () => {
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

it('runs transactions of one key one after the other, and those of other keys in parallel', async () => {
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

it("keeps writes of one session out of another session's transaction", async () => {
  const [one, other] = [memory(), memory()]
  await one.keys.transaction(async () => {
    await other.keys.set({ session: { a: bytes(1) } })
    expect(other.keys.isInTransaction()).toBe(false)
    expect(one.keys.isInTransaction()).toBe(true)
  }, 'key')
  expect([one.writes, other.writes]).toEqual([[], [{ session: { a: bytes(1) } }]])
})

it('runs exclusive work in order with the transactions of its key, and writes its changes immediately', async () => {
  const { keys, writes } = memory()
  const first = keys.transaction(async () => {
    await new Promise(setImmediate)
    await keys.set({ session: { a: bytes(1) } })
  }, 'key')
  const second = keys.exclusive(async () => {
    await keys.set({ session: { b: bytes(2) } })
    await keys.set({ session: { c: bytes(3) } })
  }, 'key')
  await Promise.all([first, second])
  expect(writes).toEqual([
    { session: { a: bytes(1) } },
    { session: { b: bytes(2) } },
    { session: { c: bytes(3) } },
  ])
})
