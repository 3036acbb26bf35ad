import { unprocessedJournal } from '#shared/domain/auth-state/index.ts'
import { type InboundMessage, importHistory, recordPlaceholder } from '#shared/domain/messages/index.ts'
import type { Tenure } from '../fleet/tenure.ts'
import { persist } from '../persist.ts'
import type { ConnectorServices } from '../services.ts'
import type { PartitionStatements } from '../statements.ts'
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
import type { Identities } from './identities.ts'

/** A part of the history that could not be fetched is worth a few tries; then the messages behind it are worth more. */
const HISTORY_TRIES = 3
const HISTORY_RETRY_MS = 2_000

const NOTHING: ParsedStanza = {
  inbound: null,
  stanza: null,
  history: [],
  resent: [],
  identities: [],
  contacts: [],
  carriesHistory: false,
}

/** Whose inbox it is. */
interface InboxOwner {
  sessionId: string
  appId: string
  tenure: Tenure
  statements: PartitionStatements
  identities: Identities
  /** Whether what the phone had before it was linked is wanted. */
  syncHistory: boolean
  /** A message was stored whose file is still to be fetched. */
  onMedia(): void
}

/**
 * Turns journaled stanzas into stored messages, one after the other, in the order in which they came. What a host that died
 * left in the journal goes first.
 */
export class Inbox {
  readonly #services: Pick<ConnectorServices, 'config' | 'db' | 'now' | 'log' | 'metrics' | 'outbox'>
  readonly #owner: InboxOwner
  readonly #identities: Identities
  #last: Promise<void> = Promise.resolve()

  constructor(
    services: Pick<ConnectorServices, 'config' | 'db' | 'now' | 'log' | 'metrics' | 'outbox'>,
    owner: InboxOwner,
  ) {
    this.#services = services
    this.#owner = owner
    this.#identities = owner.identities
  }

  get appId(): string {
    return this.#owner.appId
  }

  /** Stores what an earlier host journaled and did not get to. To be awaited before the socket opens. */
  async recover({ cipher, store }: SessionAuth): Promise<void> {
    const { sessionId } = this.#owner
    for (const { hash, value } of await unprocessedJournal({ ctx: this.#services, input: { sessionId } })) {
      this.add({ hash, bytes: cipher.open(value, sealContext(sessionId, JOURNAL, hash)) }, store.me)
    }
    await this.idle()
  }

  /** @param me who we were when it came in: nothing does before the session is linked */
  add(row: JournalRow, me: OwnIdentity | null): void {
    this.#last = this.#last.then(() => this.#store(row, me))
  }

  /** Stores that a message came which can't be decrypted yet. */
  addPlaceholder(message: InboundMessage): void {
    this.#last = this.#last.then(() => this.#storePlaceholder(message))
  }

  /** Resolves when all rows added so far are stored, or the tenure ended. */
  async idle(): Promise<void> {
    await this.#last
  }

  async #store(row: JournalRow, me: OwnIdentity | null): Promise<void> {
    const { sessionId, appId, tenure, statements } = this.#owner
    const { inbound, stanza, history, resent, identities, contacts, carriesHistory } = await this.#read(
      row,
      me,
    )
    const earlier = this.#owner.syncHistory ? [...history, ...resent] : resent
    await persist(tenure, this.#services.log, async () => {
      await this.#identities.learn(identities)
      const resolved = inbound && (await this.#identities.resolve(inbound))
      await this.#identities.learnNames(contacts)
      await this.#import(earlier)
      const input = { sessionId, appId, journalHash: row.hash, inbound: resolved, stanza, carriesHistory }
      await statements.storeInbound(input)
    })
    if (inbound?.kind === 'message' && !inbound.message.fromMe) this.#services.metrics.received()
    if ((inbound?.kind === 'message' && inbound.message.media) || earlier.length > 0) this.#owner.onMedia()
  }

  async #import(earlier: readonly InboundMessage[]): Promise<void> {
    const { sessionId, appId, tenure } = this.#owner
    const messages: InboundMessage[] = []
    for (const message of earlier) {
      const resolved = await this.#identities.resolve({ kind: 'message', message })
      if (resolved.kind === 'message') messages.push(resolved.message)
    }
    await importHistory({ ctx: this.#services, input: { lease: tenure.lease, sessionId, appId, messages } })
  }

  async #storePlaceholder(message: InboundMessage): Promise<void> {
    const { sessionId, appId, tenure } = this.#owner
    await persist(tenure, this.#services.log, async () => {
      const resolved = await this.#identities.resolve({ kind: 'message', message })
      if (resolved.kind !== 'message') return
      const input = { sessionId, appId, message: resolved.message }
      await recordPlaceholder({ ctx: this.#services, input: { ...input, lease: tenure.lease } })
    })
  }

  /** A stanza that can't be read would be in the way of all that follow it: it is logged, and kept as long as the journal is. */
  async #read(row: JournalRow, me: OwnIdentity | null): Promise<ParsedStanza> {
    const { log, config } = this.#services
    const { syncHistory: wantsHistory, sessionId } = this.#owner
    for (let tries = 1; ; tries++) {
      try {
        if (!me) throw new Error('A message came in before the session was linked')
        return await readJournalRow(row.bytes, me, {
          log,
          wantsHistory,
          mediaOrigin: config.VESPER_WHATSAPP_MEDIA_URL,
        })
      } catch (err) {
        log.error({ err, sessionId, hash: row.hash, tries }, 'inbox.unreadable')
        if (!(err instanceof HistoryUnavailable) || tries >= HISTORY_TRIES) return NOTHING
        await pause(HISTORY_RETRY_MS, this.#owner.tenure.ended)
      }
    }
  }
}
