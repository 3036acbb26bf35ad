import {
  type BinaryNode,
  type Contact,
  getAllBinaryNodeChildren,
  getBinaryNodeChild,
  getBinaryNodeChildren,
  type JidServer,
  jidDecode,
  jidEncode,
} from '@whiskeysockets/baileys'
import { ExpiringCache } from '../expiringCache.ts'
import { hashDevices } from './deviceHash.ts'

/** Limits the time for which a lost notification hides a device. The ack of a message finds such a device much earlier. */
const LIFE_MS = 24 * 60 * 60_000
/** Number of lists of one session. The oldest list makes room for a new list. */
const MAX_LISTS = 5_000

/** A device in a list, as Baileys stores it. */
export interface ListedDevice {
  user: string
  server: JidServer
  device?: number
}

export type OwnJids = Pick<Contact, 'id' | 'lid'> | undefined

/**
 * The device lists of contacts, by the user part of their number or LID, for the life of one socket. Notifications change a list,
 * and their hash proves the result. A list that a stanza proves to be stale is forgotten. Baileys' own cache forgets each list
 * after five minutes. The first message of a new socket asks again, because WhatsApp may have dropped notifications meanwhile.
 */
export class KeptLists extends ExpiringCache {
  /** Users whose phone has a new identity key, while the Signal session has the old key, with their other spelling. */
  readonly #renewed = new Map<string, string | undefined>()
  #changes = 0

  constructor() {
    super(LIFE_MS, MAX_LISTS)
  }

  /** Changes with each list that a stanza changes or forgets. */
  get changes(): number {
    return this.#changes
  }

  listOf(jid: string | undefined): readonly ListedDevice[] | undefined {
    const user = jidDecode(jid)?.user
    return user === undefined ? undefined : this.get<readonly ListedDevice[]>(user)
  }

  /** Returns true once for a user whose Signal session must be replaced. */
  takeRenewed(jid: string): boolean {
    const user = jidDecode(jid)?.user ?? ''
    const other = this.#renewed.get(user)
    if (other !== undefined) this.#renewed.delete(other)
    return this.#renewed.delete(user)
  }

  /** Forgets the lists of users by their JIDs. */
  forget(...jids: (string | undefined)[]): void {
    this.#changes += 1
    for (const jid of jids) {
      const user = jidDecode(jid)?.user
      if (user !== undefined) this.del(user)
    }
  }

  /** Applies a notification of changed devices, of the account's own devices, or of a new identity key. */
  onNotification(stanza: BinaryNode, me: OwnJids): void {
    const { type, from, lid, offline } = stanza.attrs
    if (type === 'devices') {
      for (const change of getAllBinaryNodeChildren(stanza)) this.#change(stanza.attrs, change)
    }
    if (type === 'account_sync' && getBinaryNodeChild(stanza, 'devices')) this.forget(me?.id, me?.lid)
    if (type === 'encrypt' && getBinaryNodeChild(stanza, 'identity')) {
      this.forget(from, lid)
      // Baileys replaces the session at once, but not for a notification of the offline queue.
      if (offline !== undefined) this.#markRenewed(from, lid)
    }
  }

  /** Forgets the list of a user who writes, or asks for a retry, from a device that the list lacks. */
  onStanza({ tag, attrs }: BinaryNode): void {
    if (tag === 'receipt' && attrs.type !== 'retry') return
    const author = attrs.participant ?? attrs.from
    const list = this.listOf(author)
    if (!list) return
    const { device = 0 } = jidDecode(author) ?? {}
    if (!list.some((listed) => (listed.device ?? 0) === device)) this.forget(author)
  }

  #change({ from, lid }: BinaryNode['attrs'], change: BinaryNode): void {
    const { device_hash: hash, device_lid_hash: lidHash } = change.attrs
    const isKnown = change.tag === 'add' || change.tag === 'remove'
    if (!isKnown || !hash) {
      this.forget(from, lid)
      return
    }
    const devices = getBinaryNodeChildren(change, 'device')
    this.#replace(
      from,
      change.tag,
      hash,
      devices.map(({ attrs }) => attrs.jid),
    )
    this.#replace(
      lid,
      change.tag,
      lidHash,
      devices.map(({ attrs }) => attrs.lid),
    )
  }

  /** Adds devices to the list of a user, or removes them. Forgets the list if the hash of the result differs. */
  #replace(
    of: string | undefined,
    tag: string,
    hash: string | undefined,
    changed: readonly (string | undefined)[],
  ): void {
    const list = this.listOf(of)
    const user = jidDecode(of)?.user
    this.#changes += 1
    if (!list || user === undefined) return
    const devices = changed.flatMap((jid) => toListed(jid, user))
    const others = list.filter(({ device = 0 }) => !devices.some((each) => (each.device ?? 0) === device))
    const next = tag === 'add' ? [...others, ...devices] : others
    if (next.length > 0 && hashDevices(jidsOf(next)) === hash) this.set(user, next)
    else this.del(user)
  }

  #markRenewed(from: string | undefined, lid: string | undefined): void {
    if (this.#renewed.size >= MAX_LISTS) return
    const [user, other] = [from, lid].map((jid) => jidDecode(jid)?.user)
    if (user !== undefined) this.#renewed.set(user, other)
    if (other !== undefined) this.#renewed.set(other, user)
  }
}

const jids = new WeakMap<readonly ListedDevice[], readonly string[]>()

/** Returns the JIDs of a list, in the form of Baileys. Lists are never changed in place, so that each list is encoded once. */
export function jidsOf(list: readonly ListedDevice[]): readonly string[] {
  let known = jids.get(list)
  if (!known) {
    known = list.map(({ user, server, device }) => jidEncode(user, server, device))
    jids.set(list, known)
  }
  return known
}

/** Reads a device of a user. Returns nothing for another user's device. */
function toListed(jid: string | undefined, ofUser: string): ListedDevice[] {
  const { user, server, device = 0 } = jidDecode(jid) ?? {}
  return user === ofUser && server ? [{ user, server: server as JidServer, device }] : []
}
