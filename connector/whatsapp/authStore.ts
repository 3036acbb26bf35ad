import type {
  AuthenticationCreds,
  SignalDataSet,
  SignalDataTypeMap,
  SignalKeyStore,
} from '@whiskeysockets/baileys'
import type { Cipher } from '#shared/crypto/index.ts'
import type { KeyChanges, SealedKey } from '#shared/domain/auth-state/index.ts'
import { rejectAfterClose, type SocketLifecycle } from './rejectAfterClose.ts'
import { decodeKey, encodeKey, encodeValue } from './serialise.ts'

/** Storage of sealed keys and credentials. Each method commits before it resolves. */
export interface AuthBackend {
  loadKeys(type: string, ids: readonly string[]): Promise<{ id: string; value: Buffer }[]>
  saveKeys(changes: KeyChanges): Promise<void>
  saveCreds(value: Buffer): Promise<void>
}

/**
 * Key type of journaled stanzas. The stanzas pass through Baileys' transactions as one more key type, so that they commit with the keys.
 */
export const JOURNAL = 'inbox'

export interface JournalEntry {
  value: Buffer
  receivedAt: Date
}

/** Keys that are read once, at the first message of a new contact. The 812 prekeys would fill the cache without a benefit. */
const UNCACHED = new Set(['pre-key'])
const CACHE_ENTRIES = 2_000
/** Baileys' name for the list of contacts with a privacy token, among the tokens. */
const TOKEN_LIST = '__index'

/**
 * Baileys' Signal keys over a backend. Values are sealed before storage, and cached because this socket is their only writer. If
 * the backend fails, the socket is closed before the call rejects. A read returns a value from the start of its write, and writes
 * keep their order.
 */
export class AuthStore {
  readonly creds: AuthenticationCreds
  readonly #backend: AuthBackend
  readonly #cipher: Cipher
  readonly #sessionId: string
  readonly #lifecycle: SocketLifecycle
  readonly #cache = new Map<string, unknown>()
  #credsSaved: Promise<void> = Promise.resolve()
  #credsWaiting = false

  constructor(options: {
    creds: AuthenticationCreds
    backend: AuthBackend
    cipher: Cipher
    sessionId: string
    lifecycle: SocketLifecycle
  }) {
    this.creds = options.creds
    this.#backend = options.backend
    this.#cipher = options.cipher
    this.#sessionId = options.sessionId
    this.#lifecycle = options.lifecycle
  }

  /** The store that Baileys takes as `auth.keys`. */
  readonly keys: SignalKeyStore = {
    get: async (type, ids) => await rejectAfterClose(this.#get(type, ids), this.#lifecycle),
    set: async (data) => await rejectAfterClose(this.#set(data), this.#lifecycle),
  }

  /** The identity of these credentials; null before the pairing. */
  get me(): { id: string; lid: string } | null {
    const { me } = this.creds
    return me ? { id: me.id, lid: me.lid ?? '' } : null
  }

  /** Saves the credentials. Changes during a save share the next save. */
  saveCreds(): void {
    if (this.#credsWaiting) return
    this.#credsWaiting = true
    this.#credsSaved = this.#credsSaved.then(async () => {
      this.#credsWaiting = false
      await this.#backend
        .saveCreds(this.#seal('creds', '', encodeValue(this.creds)))
        .catch(this.#lifecycle.onFault)
    })
  }

  /** Resolves when all credentials passed to `saveCreds` are saved, or their failure was reported. */
  async flushed(): Promise<void> {
    await this.#credsSaved
  }

  async #get<T extends keyof SignalDataTypeMap>(type: T, ids: string[]) {
    const found: { [id: string]: SignalDataTypeMap[T] } = {}
    const missing: string[] = []
    for (const id of ids) {
      const cached = this.#cache.get(`${type}:${id}`)
      if (cached === undefined) missing.push(id)
      else if (cached !== null) found[id] = copyOf(type, cached) as SignalDataTypeMap[T]
    }
    if (missing.length === 0) return found
    const read = new Map<string, unknown>()
    for (const { id, value } of await this.#backend.loadKeys(type, missing)) {
      read.set(id, decodeKey(type, this.#cipher.open(value, this.#context(type, id))))
    }
    for (const id of missing) {
      const value = this.#preferCached(type, id, read.get(id) ?? null)
      if (value !== null) found[id] = value as SignalDataTypeMap[T]
    }
    return found
  }

  /**
   * Returns the cached value if the key was saved during the read. A session with the older state would use its message keys a
   * second time.
   */
  #preferCached(type: string, id: string, read: unknown): unknown {
    const saved = this.#cache.get(`${type}:${id}`)
    if (saved !== undefined) return copyOf(type, saved)
    this.#remember(type, id, read)
    return read
  }

  async #set(data: SignalDataSet): Promise<void> {
    const saved: SealedKey[] = []
    const deleted: { type: string; id: string }[] = []
    const { [JOURNAL]: journal = {}, ...keys } = withoutTokenList(data) as SignalDataSet &
      Record<string, Record<string, unknown>>
    for (const [type, values] of Object.entries(keys)) {
      for (const [id, value] of Object.entries(values)) {
        if (value === null || value === undefined) deleted.push({ type, id })
        else saved.push({ type, id, value: this.#seal(type, id, encodeKey(type, value)) })
      }
    }
    const entries = Object.entries(journal as Record<string, JournalEntry>)
    const saving = this.#backend.saveKeys({
      saved,
      deleted,
      journal: entries.map(([hash, { value, receivedAt }]) => ({
        hash,
        value: this.#seal(JOURNAL, hash, value),
        receivedAt,
      })),
    })
    // Before the commit, so that the next step of a session builds on this step.
    this.#rememberAll(keys)
    try {
      await saving
    } catch (error) {
      this.#forgetAll(keys)
      throw error
    }
  }

  #rememberAll(keys: Record<string, Record<string, unknown>>): void {
    for (const [type, values] of Object.entries(keys)) {
      for (const [id, value] of Object.entries(values)) this.#remember(type, id, value ?? null)
    }
  }

  /** Forgets the values of a failed write, except values that a later write has replaced. */
  #forgetAll(keys: Record<string, Record<string, unknown>>): void {
    for (const [type, values] of Object.entries(keys)) {
      for (const [id, value] of Object.entries(values)) {
        const name = `${type}:${id}`
        if (this.#cache.get(name) === (value ?? null)) this.#cache.delete(name)
      }
    }
  }

  #remember(type: string, id: string, value: unknown): void {
    if (UNCACHED.has(type)) return
    const name = `${type}:${id}`
    this.#cache.delete(name)
    this.#cache.set(name, value)
    if (this.#cache.size <= CACHE_ENTRIES) return
    const [oldest] = this.#cache.keys()
    if (oldest !== undefined) this.#cache.delete(oldest)
  }

  #seal(type: string, id: string, value: Uint8Array): Buffer {
    return this.#cipher.seal(value, this.#context(type, id))
  }

  #context(type: string, id: string): string {
    return sealContext(this.#sessionId, type, id)
  }
}

/**
 * Removes Baileys' list of all contacts with a privacy token. Baileys uses it to find expired tokens, and writes it whole with
 * each new contact. A token is small and is replaced at its next use, so the list costs more than it saves.
 */
function withoutTokenList(data: SignalDataSet): SignalDataSet {
  if (!data.tctoken) return data
  const { [TOKEN_LIST]: _, ...tctoken } = data.tctoken
  return { ...data, tctoken }
}

/**
 * Copies a value, because Baileys changes some values in place, even if its transaction then fails. Signal sessions need no copy:
 * Baileys decodes them again, and a live record belongs to the object itself.
 */
function copyOf(type: string, value: unknown): unknown {
  if (type === 'session') return value
  if (Array.isArray(value)) return [...value]
  return isPlainRecord(value) ? { ...value } : value
}

function isPlainRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype
}

/** Returns the context that a sealed value is bound to. A value that was moved to another row cannot be opened. */
export function sealContext(sessionId: string, type: string, id: string): string {
  return `${sessionId}:${type}:${id}`
}
