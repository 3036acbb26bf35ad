import { unprocessedJournal } from '#shared/domain/auth-state/index.ts'
import {
  type Inbound,
  type InboundMessage,
  importHistory,
  recordPlaceholder,
} from '#shared/domain/messages/index.ts'
import { isStatusJid } from '#shared/jid.ts'
import type { PartitionQueries } from '../batchedQueries.ts'
import type { LeaseHandle } from '../fleet/leaseHandle.ts'
import { persist } from '../persist.ts'
import type { ConnectorServices } from '../services.ts'
import { pause } from '../wait.ts'
import {
  HistoryUnavailable,
  JOURNAL,
  type JournalRow,
  type OwnIdentity,
  type ParsedStanza,
  readJournalRow,
  sealContext,
} from '../whatsapp/index.ts'
import { type SessionAuth, sealSecret } from './auth.ts'
import type { ChatTimers } from './chatTimers.ts'
import type { Groups } from './groups.ts'
import { importVotes } from './importVotes.ts'
import { judgeDeletion } from './judgeDeletion.ts'
import type { LateChanges } from './lateChanges.ts'
import type { LidMappings } from './lidMappings.ts'
import { refuseTooLarge } from './mediaLimits.ts'
import type { Receipts } from './receipts.ts'
import type { Usernames } from './usernames.ts'

/** Attempts to fetch a part of the history. After them the next messages take precedence. */
const HISTORY_TRIES = 3
const HISTORY_RETRY_MS = 2_000

const NOTHING: ParsedStanza = {
  inbound: null,
  changes: [],
  stanza: null,
  history: [],
  resent: [],
  lidMappings: [],
  contacts: [],
  usernames: [],
  timers: [],
  addressing: null,
  carriesHistory: false,
}

/** The parts of a stanza that the session stores. */
interface Accepted extends Omit<ParsedStanza, 'history' | 'resent'> {
  /** Messages and revocations of the history, and messages that the phone resent. */
  earlier: Inbound[]
  /** True if the session ignores the message of the stanza on purpose. */
  isIgnored: boolean
}

/** A stanza whose deletion is allowed. */
type Judged = Omit<Accepted, 'inbound'> & { inbound: Inbound | null }

/** The session that owns the inbox. */
interface InboxOwner {
  sessionId: string
  appId: string
  leaseHandle: LeaseHandle
  queries: PartitionQueries
  lidMappings: LidMappings
  usernames: Usernames
  lateChanges: LateChanges
  timers: ChatTimers
  receipts: Receipts
  groups: Pick<Groups, 'wasAdmin' | 'noteAddressing'>
  /** True if the phone's earlier chats are imported. */
  syncHistory: boolean
  /** Returns true if the status posts of contacts are stored. */
  receivesStatus(): boolean
  /** Called after a message was stored whose file must be fetched. */
  onMedia(): void
}

/**
 * Turns journaled stanzas into stored messages, in the order of receipt. Stanzas that an earlier host left in the journal are
 * first.
 */
export class Inbox {
  readonly #services: Pick<ConnectorServices, 'config' | 'db' | 'now' | 'log' | 'metrics' | 'outbox'>
  readonly #owner: InboxOwner
  readonly #lidMappings: LidMappings
  #last: Promise<void> = Promise.resolve()
  /** Deletions in groups whose members are unknown while the session is offline. */
  #deferred: { row: JournalRow; auth: SessionAuth }[] = []

  constructor(
    services: Pick<ConnectorServices, 'config' | 'db' | 'now' | 'log' | 'metrics' | 'outbox'>,
    owner: InboxOwner,
  ) {
    this.#services = services
    this.#owner = owner
    this.#lidMappings = owner.lidMappings
  }

  get appId(): string {
    return this.#owner.appId
  }

  /** Stores the stanzas that an earlier host journaled and did not process. To be awaited before the socket opens. */
  async recover(auth: SessionAuth): Promise<void> {
    const { cipher } = auth
    const { sessionId, lateChanges, leaseHandle } = this.#owner
    // The journal still has the deferred stanzas.
    this.#deferred = []
    await persist(leaseHandle, this.#services.log, () =>
      this.#lidMappings.inOrder(() => lateChanges.recover(auth)),
    )
    for (const { hash, value } of await unprocessedJournal({ ctx: this.#services, input: { sessionId } })) {
      this.add({ hash, bytes: cipher.open(value, sealContext(sessionId, JOURNAL, hash)) }, auth)
    }
    await this.idle()
  }

  /**
   * Adds a journaled stanza.
   * @param auth of the connection, without an identity before the pairing, when no message arrives
   */
  add(row: JournalRow, auth: SessionAuth): void {
    const { me } = auth.store
    this.#last = this.#last.then(() => this.#store(row, me, auth))
  }

  /** Adds the deferred stanzas again. To be called when the session is connected. */
  resume(): void {
    for (const { row, auth } of this.#deferred.splice(0)) this.add(row, auth)
  }

  /** Adds a placeholder for a message that cannot be decrypted yet. */
  addPlaceholder(message: InboundMessage): void {
    this.#last = this.#last.then(() => this.#storePlaceholder(message))
  }

  /** Resolves when all rows added so far are stored, or the lease has ended. */
  async idle(): Promise<void> {
    await this.#last
  }

  async #store(row: JournalRow, me: OwnIdentity | null, auth: SessionAuth): Promise<void> {
    const { leaseHandle, receipts, groups } = this.#owner
    const parsed = this.#accept(await this.#read(row, me, auth))
    if (parsed.addressing) groups.noteAddressing(parsed.addressing)
    let inbound: Inbound | null | 'defer' = null
    await persist(leaseHandle, this.#services.log, async () => {
      await this.#learn(parsed)
      const { inbound: given } = parsed
      inbound = given?.kind === 'others-deletion' ? await judgeDeletion(this.#owner, given, me) : given
      if (inbound === 'defer') return
      inbound = await this.#write(row.hash, { ...parsed, inbound }, auth)
      if (inbound?.kind === 'message')
        await receipts.repeatFor(inbound.message.id, inbound.message.fromMe ? 'me' : 'others')
    })
    this.#stored({ row, auth }, inbound, parsed.earlier.length > 0)
  }

  /** Stores the identities that a stanza reveals, so that the event of its message has them. */
  async #learn({ lidMappings, usernames, inbound }: Accepted): Promise<void> {
    await this.#lidMappings.store(lidMappings)
    await this.#owner.usernames.store(usernames)
    if (inbound?.kind !== 'message' || inbound.message.fromMe) return
    await this.#owner.usernames.learnOf(inbound.message.sender)
  }

  /** Drops all that the session does not store, and the files that are larger than the gateway accepts. */
  #accept({ inbound, history, resent, changes, ...parsed }: ParsedStanza): Accepted {
    const isWanted = inbound === null || this.#wants(inbound)
    const earlier = this.#owner.syncHistory ? [...history, ...resent] : resent
    const late = changes.filter(({ envelope }) => this.#wantsChat(envelope.remoteJid))
    return {
      ...parsed,
      inbound: isWanted && inbound?.kind === 'message' ? this.#small(inbound) : isWanted ? inbound : null,
      earlier: earlier.filter((each) => this.#wants(each)).map((each) => this.#small(each)),
      changes: late,
      isIgnored: !isWanted || late.length < changes.length,
    }
  }

  /** Refuses the file of a message that is too large. */
  #small(inbound: Inbound): Inbound {
    if (inbound.kind !== 'message') return inbound
    return { ...inbound, message: refuseTooLarge(inbound.message, this.#services.config) }
  }

  /** Follows a stanza that was stored, or that must wait. */
  #stored(
    stanza: { row: JournalRow; auth: SessionAuth },
    inbound: Inbound | null | 'defer',
    hasEarlier: boolean,
  ): void {
    if (inbound === 'defer') this.#deferred.push(stanza)
    const message = inbound !== 'defer' && inbound?.kind === 'message' ? inbound.message : null
    if (message && !message.fromMe) this.#services.metrics.received()
    if (message?.media || hasEarlier) this.#owner.onMedia()
  }

  /**
   * Writes the content of a stanza, while no mapping of a LID changes. Returns the message or the change that was stored: a change of
   * an earlier message may contain a message.
   */
  async #write(
    journalHash: string,
    { stanza, contacts, timers, earlier, changes, carriesHistory, isIgnored, ...parsed }: Judged,
    auth: SessionAuth,
  ): Promise<Inbound | null> {
    const { sessionId, appId, queries, lateChanges } = this.#owner
    return await this.#lidMappings.inOrder(async () => {
      await this.#lidMappings.storeNames(contacts)
      await this.#owner.timers.store(timers)
      await this.#import(earlier, auth)
      const inbound = changes.length > 0 ? await lateChanges.take(changes, auth) : parsed.inbound
      const resolved = inbound && (await this.#lidMappings.resolve(inbound))
      const placeholder = stanza && {
        ...stanza,
        sender: await this.#lidMappings.phoneOf(stanza.sender),
      }
      const isSettled = carriesHistory || changes.length > 0
      const input = { sessionId, appId, journalHash, inbound: resolved, stanza: placeholder }
      await queries.storeInbound({ ...input, carriesHistory: isSettled, isIgnored })
      if (inbound?.kind === 'message') await lateChanges.messagesStored([inbound.message.id], auth)
      return inbound
    })
  }

  /** Returns false for a status post of a session that did not ask for status posts. A deletion concerns stored posts only. */
  #wants(inbound: NonNullable<ParsedStanza['inbound']>): boolean {
    return inbound.kind !== 'message' || this.#wantsChat(inbound.message.remoteJid)
  }

  #wantsChat(jid: string): boolean {
    return !isStatusJid(jid) || this.#owner.receivesStatus()
  }

  async #import(earlier: readonly Inbound[], auth: SessionAuth): Promise<void> {
    const { sessionId, appId, leaseHandle, lateChanges } = this.#owner
    const resolved: Inbound[] = []
    for (const each of earlier) resolved.push(await this.#lidMappings.resolve(each))
    const messages = resolved.flatMap((each) => (each.kind === 'message' ? [each.message] : []))
    const revoked = resolved.flatMap((each) =>
      each.kind === 'deleted' ? [{ id: each.messageId, sender: each.sender }] : [],
    )
    await importHistory({
      ctx: this.#services,
      input: { lease: leaseHandle.lease, sessionId, appId, messages, revoked },
    })
    await importVotes(this.#services, this.#owner, messages)
    await lateChanges.messagesStored(
      messages.map(({ id }) => id),
      auth,
    )
  }

  async #storePlaceholder(message: InboundMessage): Promise<void> {
    const { sessionId, appId, leaseHandle } = this.#owner
    if (!this.#wantsChat(message.remoteJid)) return
    await persist(leaseHandle, this.#services.log, () =>
      this.#lidMappings.inOrder(async () => {
        const resolved = await this.#lidMappings.resolve({ kind: 'message', message })
        if (resolved.kind !== 'message') return
        const input = { sessionId, appId, message: resolved.message }
        await recordPlaceholder({ ctx: this.#services, input: { ...input, lease: leaseHandle.lease } })
      }),
    )
  }

  /**
   * Decodes a row. An unreadable stanza is logged and returned as empty, so that it does not block the next ones. The journal
   * keeps its bytes.
   */
  async #read(row: JournalRow, me: OwnIdentity | null, auth: SessionAuth): Promise<ParsedStanza> {
    const { log, config } = this.#services
    const { syncHistory: wantsHistory, sessionId } = this.#owner
    for (let tries = 1; ; tries++) {
      try {
        if (!me) throw new Error('The message arrived before the session was paired')
        return await readJournalRow(row.bytes, me, {
          log: log.child({ sessionId }),
          wantsHistory,
          mediaOrigin: config.VESPER_WHATSAPP_MEDIA_URL,
          sealSecret: (messageId, secret) => sealSecret(auth, messageId, secret),
        })
      } catch (err) {
        log.error({ err, sessionId, hash: row.hash, tries }, 'inbox.unreadable')
        if (!(err instanceof HistoryUnavailable) || tries >= HISTORY_TRIES) return NOTHING
        await pause(HISTORY_RETRY_MS, this.#owner.leaseHandle.ended)
      }
    }
  }
}
