import {
  extractDeviceJids,
  jidNormalizedUser,
  USyncQuery,
  USyncUser,
  type WASocket,
} from '@whiskeysockets/baileys'
import { isPerson } from './addressing.ts'
import type { KeptLists, ListedDevice } from './keptLists.ts'

/** Queries for one list, after which Baileys asks itself. */
const MAX_QUERIES = 3

type RefreshSocket = Pick<WASocket, 'assertSessions' | 'authState' | 'executeUSyncQuery' | 'signalRepository'>

/**
 * Completes the device lists of the recipients of a message, so that Baileys finds all of them. Baileys itself would also fetch
 * keys for each user that it asks about, and replace Signal sessions that are good.
 */
export class ListRefresh {
  readonly #sock: RefreshSocket
  readonly #lists: KeptLists
  /** Running queries by the JID of the user. */
  readonly #asking = new Map<string, Promise<void>>()

  constructor(sock: RefreshSocket, lists: KeptLists) {
    this.#sock = sock
    this.#lists = lists
  }

  /**
   * Asks WhatsApp for the lists that are missing. Concurrent calls share their queries.
   * @throws the error of Baileys if WhatsApp does not answer
   */
  async complete(recipients: readonly string[]): Promise<void> {
    const jids = new Set(recipients.filter(isPerson).map(jidNormalizedUser))
    const missing = [...jids].filter((jid) => !this.#lists.listOf(jid))
    if (missing.length > 0) await this.#ask(missing)
    for (const jid of jids) {
      if (this.#lists.takeRenewed(jid)) await this.#sock.assertSessions([jid], true)
    }
  }

  async #ask(missing: readonly string[]): Promise<void> {
    const unasked = missing.filter((jid) => !this.#asking.has(jid))
    if (unasked.length > 0) {
      const asked = this.#query(unasked).finally(() => {
        for (const jid of unasked) this.#asking.delete(jid)
      })
      for (const jid of unasked) this.#asking.set(jid, asked)
    }
    await Promise.all(missing.map((jid) => this.#asking.get(jid)))
  }

  /** Asks again if a list changes during the query, because the answer may be older than the change. */
  async #query(jids: readonly string[]): Promise<void> {
    for (let query = 0; query < MAX_QUERIES; query += 1) {
      const { changes } = this.#lists
      const lists = await this.#fetch(jids)
      if (this.#lists.changes !== changes) continue
      for (const [user, list] of lists) this.#lists.set(user, list)
      return
    }
  }

  async #fetch(jids: readonly string[]): Promise<Map<string, ListedDevice[]>> {
    const { authState, executeUSyncQuery, signalRepository } = this.#sock
    const query = new USyncQuery().withContext('message').withDeviceProtocol().withLIDProtocol()
    for (const jid of jids) query.withUser(new USyncUser().withId(jid))
    const { list = [] } = (await executeUSyncQuery(query)) ?? {}
    const pairs = list.flatMap(({ id, lid }) => (lid ? [{ lid: String(lid), pn: id }] : []))
    if (pairs.length > 0) await signalRepository.lidMapping.storeLIDPNMappings(pairs)
    const { me } = authState.creds
    const found = extractDeviceJids(list, me?.id ?? '', me?.lid ?? '', false) as ListedDevice[]
    const lists = byUser(found)
    await this.#store(lists)
    return lists
  }

  /** Stores the ids of devices, which Baileys reads when it moves Signal sessions from a number to a LID. */
  async #store(lists: ReadonlyMap<string, readonly ListedDevice[]>): Promise<void> {
    const { keys } = this.#sock.authState
    const stored = await keys.get('device-list', [...lists.keys()])
    const changed = [...lists]
      .map(([user, list]) => [user, list.map(({ device = 0 }) => String(device))] as const)
      .filter(([user, ids]) => stored[user]?.join() !== ids.join())
    if (changed.length > 0) await keys.set({ 'device-list': Object.fromEntries(changed) })
  }
}

function byUser(devices: readonly ListedDevice[]): Map<string, ListedDevice[]> {
  const lists = new Map<string, ListedDevice[]>()
  for (const device of devices) lists.set(device.user, [...(lists.get(device.user) ?? []), device])
  return lists
}
