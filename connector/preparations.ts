import {
  beginPreparation,
  endPreparation,
  type MessageRow,
  type Preparation,
  suspicionOf,
} from '#shared/domain/messages/index.ts'
import { UnacceptableMedia } from '#shared/media/index.ts'
import { FairQueue, type Turn, TurnEnded } from './fairQueue.ts'
import type { Tenure } from './fleet/tenure.ts'
import type { ConnectorServices } from './services.ts'
import { pause } from './wait.ts'

/** Each slot takes up to 256 MB in ffmpeg, or 200 MB in the image library; a task has 2 GB. */
const SLOTS = 3
const RETRY_PAUSE_MS = 500
/** A stop waits this long for marks that the database does not take. */
const CLEAR_WITHIN_MS = 20_000

/** The work on a file, in two parts: the death of the connector in `prepare` is blamed on the file. */
export interface FileWork<T> {
  fetch(): Promise<void>
  prepare(signal: AbortSignal): Promise<T>
}

/** Runs the preparations of all sessions: a bounded number at once, in fair turns, with a durable mark while one runs. */
export class Preparations {
  readonly #services: Pick<ConnectorServices, 'db' | 'log' | 'connectorId'>
  readonly #queue = new FairQueue(SLOTS)
  readonly #marked = new Set<Promise<unknown>>()
  readonly #stopped = new AbortController()

  constructor(services: Pick<ConnectorServices, 'db' | 'log' | 'connectorId'>) {
    this.#services = services
  }

  /** Runs work that no message waits for, such as a picture of a group.
   * @throws TurnEnded if the tenure ends first, or what the work throws */
  async run<T>(turn: Turn, work: () => Promise<T>): Promise<T> {
    return await this.#queue.run(turn, work)
  }

  /**
   * Fetches and prepares a message's file. A file that ended a connector is prepared alone, so that a second death blames no
   * other file.
   * @throws UnacceptableMedia unconvertible, if the preparation ended two connectors; TurnEnded; LeaseLost; what the work throws
   */
  async ofMessage<T>(row: MessageRow, tenure: Tenure, work: FileWork<T>): Promise<T> {
    const { connectorId } = this.#services
    const suspicion = suspicionOf(row, connectorId)
    if (suspicion === 'proved')
      throw new UnacceptableMedia(
        { reason: 'unconvertible', what: row.type },
        new Error('The preparation of the file ended two connectors'),
      )
    const { appId: tenant, sessionId: session } = row
    const turn = { tenant, session, alone: suspicion === 'suspected', signal: tenure.ended }
    return await this.#queue.run(turn, async () => {
      await work.fetch()
      const prepared = this.#prepare(row, tenure, work)
      this.#marked.add(prepared)
      return await prepared.finally(() => this.#marked.delete(prepared))
    })
  }

  /** Waits until no mark of this connector is left, so that its end is not blamed on a file. */
  async close(): Promise<void> {
    await Promise.race([
      Promise.allSettled(this.#marked),
      pause(CLEAR_WITHIN_MS, this.#stopped.signal).then(() => this.#stopped.abort()),
    ])
    this.#stopped.abort()
  }

  async #prepare<T>(row: MessageRow, tenure: Tenure, work: FileWork<T>): Promise<T> {
    const { connectorId, db } = this.#services
    const input = { sessionId: row.sessionId, messageId: row.id, connectorId }
    await beginPreparation({ ctx: { db }, input: { ...input, lease: tenure.lease } })
    try {
      return await work.prepare(tenure.ended)
    } catch (error) {
      // The end of the tenure killed ffmpeg: that says nothing of the file.
      throw tenure.ended.aborted ? new TurnEnded() : error
    } finally {
      await this.#clear(input)
    }
  }

  async #clear(input: Preparation): Promise<void> {
    const { db, log } = this.#services
    while (!this.#stopped.signal.aborted) {
      try {
        return await endPreparation({ ctx: { db }, input })
      } catch (err) {
        log.warn({ err, messageId: input.messageId }, 'preparation.clear_failed')
        await pause(RETRY_PAUSE_MS, this.#stopped.signal)
      }
    }
  }
}
