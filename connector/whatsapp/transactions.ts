import { AsyncLocalStorage } from 'node:async_hooks'
import type {
  SignalDataSet,
  SignalDataTypeMap,
  SignalKeyStore,
  SignalKeyStoreWithTransaction,
} from '@whiskeysockets/baileys'

/** Work in order, with and without a transaction. */
export interface Transactions extends SignalKeyStoreWithTransaction {
  /** Runs work after all transactions and works of the same key that began before, without a transaction. */
  exclusive<T>(work: () => Promise<T>, key: string): Promise<T>
}

type Values = Record<string, Record<string, unknown>>

interface Transaction {
  /** Null after the end: later work in the same context is not part of the transaction. */
  store: SignalKeyStore | null
  /** Values that the transaction has read or written. */
  known: Values
  written: Values
}

/**
 * Shared by all sockets. Before Node 24 each instance costs time for every promise of the process: at 200 sockets, half of the
 * CPU.
 */
const current = new AsyncLocalStorage<Transaction>()

/**
 * Adds transactions to a store, in place of Baileys' own. A transaction reads its own writes, and stores them together at its
 * end. A transaction that throws writes nothing. Transactions with the same key run one after the other, and a nested transaction
 * is part of the outer one. Work that a transaction starts and does not await writes separately after the end. In Baileys' own
 * transactions such writes are lost, so that each message would issue a privacy token again.
 */
export function transactionsOver(store: SignalKeyStore): Transactions {
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
  const exclusive = async <T>(work: () => Promise<T>, key: string): Promise<T> => {
    const running = lastOf.get(key)?.then(work) ?? work()
    const over = running.catch(() => undefined)
    lastOf.set(key, over)
    try {
      return await running
    } finally {
      if (lastOf.get(key) === over) lastOf.delete(key)
    }
  }
  return {
    exclusive,
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
    transaction: async (work, key) => (mine() ? await work() : await exclusive(() => run(work), key)),
  }
}

/**
 * Releases the store. Baileys' caches start timers of days in the transaction's context, which would hold the whole closed socket
 * in memory.
 */
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
    // Writes during the read are newer.
    known[type] = { ...read, ...known[type] }
  }
  const found = ids.map((id) => [id, known[type]?.[id]] as const)
  return Object.fromEntries(found.filter(([, value]) => value !== undefined && value !== null)) as {
    [id: string]: SignalDataTypeMap[T]
  }
}
