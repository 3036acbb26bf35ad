import {
  type BinaryNode,
  type CacheStore,
  type Contact,
  getBinaryNodeChild,
  isJidGroup,
  jidDecode,
} from '@whiskeysockets/baileys'

/** Life of a list, as in Baileys' own cache. */
const LIFE_MS = 300_000
/** Number of lists of one session. The oldest list makes room for a new list. */
const MAX_LISTS = 5_000

interface Entry {
  value: unknown
  expiresAt: number
}

/**
 * The device lists of contacts, by the user part of their number or LID. Baileys asks this cache before each message.
 * A stale list would hide new devices from the message.
 */
export class DeviceLists implements CacheStore {
  readonly #lists = new Map<string, Entry>()

  get<T>(key: string): T | undefined {
    const entry = this.#lists.get(key)
    if (!entry || entry.expiresAt < Date.now()) return undefined
    return entry.value as T
  }

  set<T>(key: string, value: T): void {
    this.#lists.delete(key)
    this.#lists.set(key, { value, expiresAt: Date.now() + LIFE_MS })
    const [oldest] = this.#lists.keys()
    if (this.#lists.size > MAX_LISTS && oldest !== undefined) this.#lists.delete(oldest)
  }

  del(key: string): void {
    this.#lists.delete(key)
  }

  flushAll(): void {
    this.#lists.clear()
  }

  /**
   * Forgets the lists that a stanza proves to be stale. The stanza is a notification of changed devices, an
   * `account_sync` with the account's list, or an ack with the hash of another list (`phash`).
   * @param me the number and the LID of the account
   */
  forget(stanza: BinaryNode, me: Pick<Contact, 'id' | 'lid'> | undefined): void {
    const { tag, attrs } = stanza
    const own = [me?.id, me?.lid]
    if (tag === 'ack' && attrs.phash) {
      // The ack of a group does not name the member whose list is stale.
      if (isJidGroup(attrs.from)) this.flushAll()
      else this.#forgetUsers([attrs.from, ...own])
    }
    if (attrs.type === 'devices') this.#forgetUsers([attrs.from, attrs.lid])
    if (attrs.type === 'account_sync' && getBinaryNodeChild(stanza, 'devices')) this.#forgetUsers(own)
  }

  #forgetUsers(jids: (string | undefined)[]): void {
    for (const jid of jids) {
      const user = jidDecode(jid)?.user
      if (user !== undefined) this.del(user)
    }
  }
}
