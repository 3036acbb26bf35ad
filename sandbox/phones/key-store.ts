import type { SignalDataSet, SignalDataTypeMap, SignalKeyStoreWithTransaction } from '@whiskeysockets/baileys'
import type { Rows } from '../state/table.ts'

/**
 * Presents the rows `type/id` as Baileys' key store. Transactions need no lock, because a phone does one
 * thing at a time.
 */
export function keyStore(rows: Rows<unknown>): SignalKeyStoreWithTransaction {
  return {
    get: <T extends keyof SignalDataTypeMap>(type: T, ids: string[]) => {
      const found: { [id: string]: SignalDataTypeMap[T] } = {}
      for (const id of ids) {
        const value = rows.get(`${type}/${id}`)
        if (value !== undefined) found[id] = value as SignalDataTypeMap[T]
      }
      return found
    },
    set: (data: SignalDataSet) => {
      for (const [type, values] of Object.entries(data))
        for (const [id, value] of Object.entries(values)) {
          if (value === null) rows.delete(`${type}/${id}`)
          else rows.set(`${type}/${id}`, value)
        }
    },
    isInTransaction: () => false,
    transaction: (work) => work(),
  }
}
