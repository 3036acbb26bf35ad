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
import type { SessionAuth } from './auth.ts'
import type { ChatTimers } from './chatTimers.ts'
import type { LidMappings } from './lidMappings.ts'
import { refuseTooLarge } from './mediaLimits.ts'
import type { Receipts } from './receipts.ts'

/** Attempts to fetch a part of the history. After them the next messages take precedence. */
const HISTORY_TRIES = 3
const HISTORY_RETRY_MS = 2_000

const NOTHING: ParsedStanza = {
  inbound: null,
  stanza: null,
  history: [],
  resent: [],
  lidMappings: [],
  contacts: [],
  timers: [],
  carriesHistory: false,
}

/** The session that owns the inbox. */
interface InboxOwner {
  sessionId: string
  appId: string
  leaseHandle: LeaseHandle
  queries: PartitionQueries
  lidMappings: LidMappings
  timers: ChatTimers
  receipts: Receipts
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
  async recover({ cipher, store }: SessionAuth): Promise<void> {
    const { sessionId } = this.#owner
    for (const { hash, value } of await unprocessedJournal({ ctx: this.#services, input: { sessionId } })) {
      this.add({ hash, bytes: cipher.open(value, sealContext(sessionId, JOURNAL, hash)) }, store.me)
    }
    await this.idle()
  }

  /**
   * Adds a journaled stanza.
   * @param me the session's identity at the time of receipt; null before the pairing, when no message arrives
   */
  add(row: JournalRow, me: OwnIdentity | null): void {
    this.#last = this.#last.then(() => this.#store(row, me))
  }

  /** Adds a placeholder for a message that cannot be decrypted yet. */
  addPlaceholder(message: InboundMessage): void {
    this.#last = this.#last.then(() => this.#storePlaceholder(message))
  }

  /** Resolves when all rows added so far are stored, or the lease has ended. */
  async idle(): Promise<void> {
    await this.#last
  }

  async #store(row: JournalRow, me: OwnIdentity | null): Promise<void> {
    const { sessionId, appId, leaseHandle, queries, receipts } = this.#owner
    const read = await this.#read(row, me)
    const { stanza, history, resent, lidMappings, contacts, timers, carriesHistory } = read
    const isIgnored = read.inbound !== null && !this.#wants(read.inbound)
    const inbound = isIgnored ? null : read.inbound
    const earlier = [...(this.#owner.syncHistory ? history : []), ...resent].filter((each) =>
      this.#wants(each),
    )
    const { config } = this.#services
    const accepted =
      inbound?.kind === 'message' ? { ...inbound, message: refuseTooLarge(inbound.message, config) } : inbound
    await persist(leaseHandle, this.#services.log, async () => {
      await this.#lidMappings.store(lidMappings)
      const resolved = accepted && (await this.#lidMappings.resolve(accepted))
      await this.#lidMappings.storeNames(contacts)
      await this.#owner.timers.store(timers)
      await this.#import(earlier)
      const input = { sessionId, appId, journalHash: row.hash, inbound: resolved, stanza }
      await queries.storeInbound({ ...input, carriesHistory, isIgnored })
      if (inbound?.kind === 'message')
        await receipts.repeatFor(inbound.message.id, inbound.message.fromMe ? 'me' : 'others')
    })
    if (inbound?.kind === 'message' && !inbound.message.fromMe) this.#services.metrics.received()
    if ((inbound?.kind === 'message' && inbound.message.media) || earlier.length > 0) this.#owner.onMedia()
  }

  /** Returns false for a status post of a session that did not ask for status posts. A change concerns stored posts only. */
  #wants(inbound: Inbound): boolean {
    const isStatus = inbound.kind === 'message' && isStatusJid(inbound.message.remoteJid)
    return !isStatus || this.#owner.receivesStatus()
  }

  async #import(earlier: readonly Inbound[]): Promise<void> {
    const { sessionId, appId, leaseHandle } = this.#owner
    const resolved: Inbound[] = []
    for (const each of earlier) resolved.push(await this.#lidMappings.resolve(each))
    const messages = resolved.flatMap((each) =>
      each.kind === 'message' ? [refuseTooLarge(each.message, this.#services.config)] : [],
    )
    const revoked = resolved.flatMap((each) =>
      each.kind === 'deleted' ? [{ id: each.messageId, sender: each.sender }] : [],
    )
    await importHistory({
      ctx: this.#services,
      input: { lease: leaseHandle.lease, sessionId, appId, messages, revoked },
    })
  }

  async #storePlaceholder(message: InboundMessage): Promise<void> {
    const { sessionId, appId, leaseHandle } = this.#owner
    if (!this.#wants({ kind: 'message', message })) return
    await persist(leaseHandle, this.#services.log, async () => {
      const resolved = await this.#lidMappings.resolve({ kind: 'message', message })
      if (resolved.kind !== 'message') return
      const input = { sessionId, appId, message: resolved.message }
      await recordPlaceholder({ ctx: this.#services, input: { ...input, lease: leaseHandle.lease } })
    })
  }

  /**
   * Decodes a row. An unreadable stanza is logged and returned as empty, so that it does not block the next ones. The journal
   * keeps its bytes.
   */
  async #read(row: JournalRow, me: OwnIdentity | null): Promise<ParsedStanza> {
    const { log, config } = this.#services
    const { syncHistory: wantsHistory, sessionId } = this.#owner
    for (let tries = 1; ; tries++) {
      try {
        if (!me) throw new Error('The message arrived before the session was paired')
        return await readJournalRow(row.bytes, me, {
          log,
          wantsHistory,
          mediaOrigin: config.VESPER_WHATSAPP_MEDIA_URL,
        })
      } catch (err) {
        log.error({ err, sessionId, hash: row.hash, tries }, 'inbox.unreadable')
        if (!(err instanceof HistoryUnavailable) || tries >= HISTORY_TRIES) return NOTHING
        await pause(HISTORY_RETRY_MS, this.#owner.leaseHandle.ended)
      }
    }
  }
}
