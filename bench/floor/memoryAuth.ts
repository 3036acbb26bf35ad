import {
  type AuthenticationState,
  BufferJSON,
  initAuthCreds,
  proto,
  type SignalDataTypeMap,
} from '@whiskeysockets/baileys'

/** Baileys' authentication state in memory, with the minimum of a store. */
export interface MemoryAuth extends AuthenticationState {
  /** Returns the state as text for a later process. */
  dump(): string
}

/**
 * Creates a state.
 * @param dumped the state of an earlier process; unset, nothing is linked
 */
export function memoryAuth(dumped?: string): MemoryAuth {
  const saved = dumped === undefined ? undefined : JSON.parse(dumped, BufferJSON.reviver)
  const creds = saved?.creds ?? initAuthCreds()
  const values = new Map<string, unknown>(saved?.values)
  return {
    creds,
    keys: {
      get: async (type, ids) => {
        const found: { [id: string]: SignalDataTypeMap[typeof type] } = {}
        for (const id of ids) {
          const value = values.get(`${type}:${id}`)
          if (value !== undefined) found[id] = revive(type, value) as SignalDataTypeMap[typeof type]
        }
        return found
      },
      set: async (data) => {
        for (const [type, entries] of Object.entries(data))
          for (const [id, value] of Object.entries(entries ?? {})) {
            if (value === null) values.delete(`${type}:${id}`)
            else values.set(`${type}:${id}`, value)
          }
      },
    },
    dump: () => {
      // Only the newest prekey is kept. The others serve first messages of new contacts, and a real store would keep them on
      // disk.
      const newest = `pre-key:${creds.nextPreKeyId - 1}`
      const kept = [...values].filter(([name]) => name === newest || !name.startsWith('pre-key:'))
      return JSON.stringify({ creds, values: kept }, BufferJSON.replacer)
    },
  }
}

function revive(type: string, value: unknown): unknown {
  return type === 'app-state-sync-key'
    ? proto.Message.AppStateSyncKeyData.fromObject(value as proto.Message.IAppStateSyncKeyData)
    : value
}
