import type { AskedUsername, UsernameAnswer } from '#shared/contracts/usernames.ts'
import { lidOfUsername } from '#shared/domain/lidMappings/index.ts'
import { bindUsername, type KnownUsername, storeUsernames } from '#shared/domain/usernames/index.ts'
import { isLid } from '#shared/jid.ts'
import { foldUsername } from '#shared/username.ts'
import type { LeaseHandle } from '../fleet/leaseHandle.ts'
import { persist } from '../persist.ts'
import type { ConnectorServices } from '../services.ts'
import type { NamedJid } from '../whatsapp/index.ts'
import type { Connection } from './connection.ts'
import type { LidMappings } from './lidMappings.ts'
import { LookupLimits } from './lookupLimits.ts'

/** Usernames and LIDs that are remembered. */
const KNOWN = 5_000
/** Time for which an answer about a username is reused for sends. */
const FRESH_MS = 5 * 60_000
/** Time limit of the query for a sender's username, in ms. The event of the message waits for the answer. */
const ANSWER_WITHIN_MS = 3_000
/** Time after which the username of a person who hides the number is asked for again. WhatsApp reports no change. */
const ASK_AGAIN_MS = 60 * 60_000

interface UsernamesSession {
  sessionId: string
  appId: string
  leaseHandle: LeaseHandle
  lidMappings: LidMappings
  /** The connection, if it is open. */
  connection(): Connection | null
}

/** WhatsApp allows no more look-ups for the moment. The code is that of WhatsApp. */
export class TooManyLookups extends Error {
  override readonly name = 'TooManyLookups'
  readonly data = 429
}

/**
 * The usernames of the persons that a session knows. A username belongs to a LID and can change, so that only the LID identifies
 * the person. Usernames come with stanzas, with answers about a username, and by a query about a LID without a number.
 */
export class Usernames {
  readonly #services: Pick<ConnectorServices, 'db' | 'log' | 'now'>
  readonly #session: UsernamesSession
  readonly #limits: LookupLimits
  /** Current usernames by LID; null for a person without a username. */
  readonly #known = new Map<string, string | null>()
  #learning: Promise<unknown> = Promise.resolve()
  /** Times of the queries by LID, in Unix ms. */
  readonly #asked = new Map<string, number>()
  /** LIDs by the stored form of the username, with the time of WhatsApp's answer in Unix ms. */
  readonly #found = new Map<string, { lid: string; at: number }>()

  constructor(services: Pick<ConnectorServices, 'db' | 'log' | 'now'>, session: UsernamesSession) {
    this.#services = services
    this.#session = session
    this.#limits = new LookupLimits(services.now)
  }

  /**
   * Asks WhatsApp for the person behind a username, and stores the answer.
   * @throws TooManyLookups, WhatsApp's refusal, or Error if WhatsApp does not answer
   */
  async find(connection: Connection, { username, key }: AskedUsername): Promise<UsernameAnswer> {
    const { sessionId, lidMappings } = this.#session
    if (!this.#limits.allowsKey(username, key)) return { state: 'key_required', username }
    if (!this.#limits.take()) throw new TooManyLookups('Too many usernames are looked up at the same time')
    // With the LID, WhatsApp asks no key of a session that knows the person. A given key must be right.
    const input = { sessionId, username }
    const lid = key === undefined ? await lidOfUsername({ ctx: this.#services, input }) : null
    const found = await connection.ask((socket) => socket.findUsername({ username, key, lid }))
    if (found.state === 'key_required') this.#limits.refused(username, key)
    if (found.state !== 'found') return { state: found.state, username }
    if (found.phoneJid) await lidMappings.store([{ lid: found.lid, phoneJid: found.phoneJid }])
    await this.store([{ jid: found.lid, username: found.username }])
    keep(this.#found, username, { lid: found.lid, at: this.#services.now().getTime() })
    return {
      state: 'found',
      username: found.username,
      lid: found.lid,
      jid: await lidMappings.phoneOf(found.lid),
    }
  }

  /**
   * Finds the chat of a message that was accepted by username, and moves all that waits under the username to that person.
   * @returns the JID of the chat, or the state of a username without a reachable person
   * @throws the errors of `find`, or Error if the lease ended
   */
  async bind(
    connection: Connection,
    asked: AskedUsername,
  ): Promise<{ jid: string } | { state: 'unknown' | 'key_required' }> {
    const lid = this.#freshLid(asked.username) ?? (await this.#lidOf(connection, asked))
    if (typeof lid !== 'string') return lid
    const { lidMappings, leaseHandle, sessionId, appId } = this.#session
    let chat = lid
    const result = await persist(leaseHandle, this.#services.log, () =>
      lidMappings.inOrder(async () => {
        chat = await lidMappings.phoneOf(lid)
        const input = { sessionId, appId, username: asked.username, lid, chat, lease: leaseHandle.lease }
        await bindUsername({ ctx: this.#services, input })
      }),
    )
    if (result !== 'written') throw new Error('The person of a username could not be stored')
    return { jid: chat }
  }

  /**
   * Stores usernames that have changed. A person whose LID is unknown is skipped.
   * @throws the database's error
   */
  async store(named: readonly NamedJid[]): Promise<void> {
    const { leaseHandle, sessionId, lidMappings } = this.#session
    const changed: KnownUsername[] = []
    for (const { jid, username } of named) {
      const lid = isLid(jid) ? jid : await lidMappings.lidOf(jid)
      if (lid !== null && this.#known.get(lid) !== username) changed.push({ lid, username })
    }
    if (changed.length === 0) return
    await storeUsernames({
      ctx: this.#services,
      input: { lease: leaseHandle.lease, sessionId, known: changed },
    })
    for (const { lid, username } of changed) this.#remember(lid, username)
  }

  /** Stores usernames in the background, before all work that is queued later in the order of `LidMappings`. */
  learn(named: readonly NamedJid[]): void {
    if (named.length === 0) return
    const { lidMappings, leaseHandle, sessionId } = this.#session
    const { log } = this.#services
    this.#learning = lidMappings
      .inOrder(() => persist(leaseHandle, log, () => this.store(named)))
      .catch((err: unknown) => log.error({ err, sessionId }, 'usernames.store_failed'))
  }

  /** Resolves when all usernames that were learned so far are stored. */
  async learned(): Promise<void> {
    await this.#learning
  }

  /**
   * Asks WhatsApp for the username of a sender who hides the number, unless the answer is known. Without an answer in time, the
   * message has no username.
   */
  async learnOf(jid: string): Promise<void> {
    const { lidMappings, connection: open, sessionId } = this.#session
    const connection = open()
    const now = this.#services.now().getTime()
    if (!connection || !isLid(jid) || now - (this.#asked.get(jid) ?? 0) < ASK_AGAIN_MS) return
    if ((await lidMappings.phoneOf(jid)) !== jid || !this.#limits.takeSpare()) return
    keep(this.#asked, jid, now)
    try {
      const username = await connection.ask((socket) => socket.usernameOf(jid), ANSWER_WITHIN_MS)
      await this.store([{ jid, username }])
    } catch (err) {
      this.#services.log.warn({ err, sessionId }, 'username.fetch_failed')
    }
  }

  async #lidOf(
    connection: Connection,
    asked: AskedUsername,
  ): Promise<string | { state: 'unknown' | 'key_required' }> {
    const answer = await this.find(connection, asked)
    return answer.state === 'found' ? answer.lid : { state: answer.state }
  }

  #freshLid(username: string): string | null {
    const found = this.#found.get(username)
    return found && this.#services.now().getTime() - found.at < FRESH_MS ? found.lid : null
  }

  #remember(lid: string, username: string | null): void {
    keep(this.#known, lid, username)
    if (username === null) return
    // The username has a new owner.
    for (const [other, name] of this.#known)
      if (other !== lid && name !== null && foldUsername(name) === foldUsername(username))
        this.#known.delete(other)
    const found = this.#found.get(foldUsername(username))
    if (found && found.lid !== lid) this.#found.delete(foldUsername(username))
  }
}

function keep<Value>(cache: Map<string, Value>, key: string, value: Value): void {
  if (cache.size >= KNOWN) cache.clear()
  cache.set(key, value)
}
