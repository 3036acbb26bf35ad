import { AsyncLocalStorage } from 'node:async_hooks'
import type {
  SignalDataSet,
  SignalDataTypeMap,
  SignalKeyStore,
  SignalKeyStoreWithTransaction,
} from '@whiskeysockets/baileys'

type Values = Record<string, Record<string, unknown>>

interface Transaction {
  /** Null when it is over: what goes on in its context behind its end is no part of it. */
  store: SignalKeyStore | null
  /** What it has read or written. */
  known: Values
  written: Values
}

/** One for all sockets. Each that is in use costs every promise of the process a look, before Node 24: at 200 sockets half of the CPU. */
const current = new AsyncLocalStorage<Transaction>()

/**
 * Transactions over a store, in the place of those that Baileys gives to each socket: what is written in one is in its own reads at
 * once, and in the store when it ends, in one piece; of one that throws, nothing is. Those under one key go one after the other,
 * and one within another is a part of it. What one begins and does not wait for writes for itself once it is over: in Baileys' own
 * transactions it is lost, so that a privacy token is issued anew with each message.
 */
export function transactionsOver(store: SignalKeyStore): SignalKeyStoreWithTransaction {
  const lastOf = new Map<string, Promise<unknown>>()
  const mine = (): Transaction | undefined => {
    const transaction = current.getStore()
    return transaction?.store === store ? transaction : undefined
  }
  const run = async <T>(work: () => Promise<T>): Promise<T> => {
    const transaction: Transaction = { store, known: {}, written: {} }
    const { written } = transaction
    let result: T
    try {
      result = await current.run(transaction, work)
    } finally {
      close(transaction)
    }
    if (Object.keys(written).length > 0) await store.set(written as SignalDataSet)
    return result
  }
  return {
    get: async (type, ids) => {
      const transaction = mine()
      return transaction ? await readWithin(store, transaction, type, ids) : await store.get(type, ids)
    },
    set: async (data) => {
      const transaction = mine()
      if (!transaction) return await store.set(data)
      for (const [type, values] of Object.entries(data)) {
        transaction.known[type] = { ...transaction.known[type], ...values }
        transaction.written[type] = { ...transaction.written[type], ...values }
      }
    },
    isInTransaction: () => mine() !== undefined,
    transaction: async (work, key) => {
      if (mine()) return await work()
      const before = lastOf.get(key) ?? Promise.resolve()
      const running = before.then(() => run(work))
      const over = running.catch(() => undefined)
      lastOf.set(key, over)
      try {
        return await running
      } finally {
        if (lastOf.get(key) === over) lastOf.delete(key)
      }
    },
  }
}

/** Baileys' caches start timers of days in it, each of which holds on to it: to a whole socket that is long gone, were it not let go of. */
function close(transaction: Transaction): void {
  Object.assign(transaction, { store: null, known: {}, written: {} } satisfies Transaction)
}

async function readWithin<T extends keyof SignalDataTypeMap>(
  store: SignalKeyStore,
  { known }: Transaction,
  type: T,
  ids: string[],
): Promise<{ [id: string]: SignalDataTypeMap[T] }> {
  const missing = ids.filter((id) => !(id in (known[type] ?? {})))
  if (missing.length > 0) {
    const read = await store.get(type, missing)
    // What was written meanwhile is newer.
    known[type] = { ...read, ...known[type] }
  }
  const found = ids.map((id) => [id, known[type]?.[id]] as const)
  return Object.fromEntries(found.filter(([, value]) => value !== undefined && value !== null)) as {
    [id: string]: SignalDataTypeMap[T]
  }
}
