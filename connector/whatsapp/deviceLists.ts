import {
  type BinaryNode,
  type Contact,
  getBinaryNodeChild,
  isJidGroup,
  jidDecode,
} from '@whiskeysockets/baileys'
import { ExpiringCache } from './expiringCache.ts'

/** Life of a list, as in Baileys' own cache. */
const LIFE_MS = 300_000
/** Number of lists of one session. The oldest list makes room for a new list. */
const MAX_LISTS = 5_000

/**
 * The device lists of contacts, by the user part of their number or LID. Baileys asks this cache before each message.
 * A stale list would hide new devices from the message.
 */
export class DeviceLists extends ExpiringCache {
  constructor() {
    super(LIFE_MS, MAX_LISTS)
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
