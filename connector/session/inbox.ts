import { unprocessedJournal } from '#shared/domain/auth-state/index.ts'
import { recordMessage, type SeenMessage } from '#shared/domain/messages/index.ts'
import type { Tenure } from '../fleet/tenure.ts'
import { persist } from '../persist.ts'
import type { ConnectorServices } from '../services.ts'
import { JOURNAL, type JournalRow, type OwnIdentity, readJournalRow, sealContext } from '../whatsapp/index.ts'
import type { SessionAuth } from './auth.ts'

/** Whose inbox it is. */
interface InboxOwner {
  sessionId: string
  appId: string
  tenure: Tenure
}

/**
 * Turns journaled stanzas into stored messages, one after the other, in the order in which they came. What a host that died
 * left in the journal goes first.
 */
export class Inbox {
  readonly #services: Pick<ConnectorServices, 'db' | 'now' | 'log'>
  readonly #owner: InboxOwner
  #last: Promise<void> = Promise.resolve()

  constructor(services: Pick<ConnectorServices, 'db' | 'now' | 'log'>, owner: InboxOwner) {
    this.#services = services
    this.#owner = owner
  }

  /** Stores what an earlier host journaled and did not get to. To be awaited before the socket opens. */
  async recover({ cipher, store }: SessionAuth): Promise<void> {
    const { sessionId } = this.#owner
    for (const { hash, value } of await unprocessedJournal(this.#services, sessionId)) {
      this.add({ hash, bytes: cipher.open(value, sealContext(sessionId, JOURNAL, hash)) }, store.me)
    }
    await this.idle()
  }

  /** @param me who we were when it came in: nothing does before the session is linked */
  add(row: JournalRow, me: OwnIdentity | null): void {
    this.#last = this.#last.then(() => this.#store(row, me))
  }

  /** Resolves when all rows added so far are stored, or the tenure ended. */
  async idle(): Promise<void> {
    await this.#last
  }

  async #store(row: JournalRow, me: OwnIdentity | null): Promise<void> {
    const { sessionId, appId, tenure } = this.#owner
    const message = await this.#read(row, me)
    const input = { sessionId, appId, journalHash: row.hash, message }
    await persist(tenure, this.#services.log, () =>
      recordMessage({ ctx: this.#services, lease: tenure.lease, input }),
    )
  }

  /** A stanza that can't be read would be in the way of all that follow it: it is logged, and kept as long as the journal is. */
  async #read(row: JournalRow, me: OwnIdentity | null): Promise<SeenMessage | null> {
    const { log } = this.#services
    try {
      if (!me) throw new Error('A message came in before the session was linked')
      return await readJournalRow(row.bytes, me, log)
    } catch (err) {
      log.error({ err, sessionId: this.#owner.sessionId, hash: row.hash }, 'inbox.unreadable')
      return null
    }
  }
}
