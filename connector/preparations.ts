import {
  beginPreparation,
  endPreparation,
  type MessageRow,
  type Preparation,
  suspicionOf,
} from '#shared/domain/messages/index.ts'
import { UnacceptableMedia } from '#shared/media/index.ts'
import { FairQueue, WorkAborted, type WorkOptions } from './fairQueue.ts'
import type { LeaseHandle } from './fleet/leaseHandle.ts'
import type { ConnectorServices } from './services.ts'
import { pause } from './wait.ts'

/** Each slot takes up to 256 MB in ffmpeg, or 200 MB in the image library. A task has 2 GB. */
const SLOTS = 3
const RETRY_PAUSE_MS = 500
/** Time limit of a stop for the marks that could not be removed. */
const CLEAR_WITHIN_MS = 20_000

/** Two steps of the work on a file. A connector that dies in `prepare` leaves a mark that blames the file. */
export interface FileWork<T> {
  fetch(): Promise<void>
  prepare(signal: AbortSignal): Promise<T>
}

/**
 * Runs the media preparations of all sessions: a limited number at the same time, in fair order, each with a durable mark while
 * it runs.
 */
export class Preparations {
  readonly #services: Pick<ConnectorServices, 'db' | 'log' | 'connectorId'>
  readonly #queue = new FairQueue(SLOTS)
  readonly #marked = new Set<Promise<unknown>>()
  readonly #stopped = new AbortController()

  constructor(services: Pick<ConnectorServices, 'db' | 'log' | 'connectorId'>) {
    this.#services = services
  }

  /**
   * Runs work that belongs to no message, such as a group's picture.
   * @throws WorkAborted if the lease ends first, or the error of the work
   */
  async run<T>(options: WorkOptions, work: () => Promise<T>): Promise<T> {
    return await this.#queue.run(options, work)
  }

  /**
   * Fetches and prepares a message's file. A file that ended one connector is prepared exclusively, so that a second death blames
   * no other file.
   * @throws UnacceptableMedia unconvertible, if the preparation ended two connectors; WorkAborted; LeaseLost; or the error of the
   * work
   */
  async ofMessage<T>(row: MessageRow, leaseHandle: LeaseHandle, work: FileWork<T>): Promise<T> {
    const { connectorId } = this.#services
    const suspicion = suspicionOf(row, connectorId)
    if (suspicion === 'proved')
      throw new UnacceptableMedia(
        { reason: 'unconvertible', what: row.type },
        new Error('The preparation of the file ended two connectors'),
      )
    const { appId: tenant, sessionId: session } = row
    const options = { tenant, session, exclusive: suspicion === 'suspected', signal: leaseHandle.ended }
    return await this.#queue.run(options, async () => {
      await work.fetch()
      const prepared = this.#prepare(row, leaseHandle, work)
      this.#marked.add(prepared)
      return await prepared.finally(() => this.#marked.delete(prepared))
    })
  }

  /** Waits until all marks of this connector are removed, so that its end blames no file. */
  async close(): Promise<void> {
    await Promise.race([
      Promise.allSettled(this.#marked),
      pause(CLEAR_WITHIN_MS, this.#stopped.signal).then(() => this.#stopped.abort()),
    ])
    this.#stopped.abort()
  }

  async #prepare<T>(row: MessageRow, leaseHandle: LeaseHandle, work: FileWork<T>): Promise<T> {
    const { connectorId, db } = this.#services
    const input = { sessionId: row.sessionId, messageId: row.id, connectorId }
    await beginPreparation({ ctx: { db }, input: { ...input, lease: leaseHandle.lease } })
    try {
      return await work.prepare(leaseHandle.ended)
    } catch (error) {
      // The end of the lease killed ffmpeg, so the failure says nothing about the file.
      throw leaseHandle.ended.aborted ? new WorkAborted() : error
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
