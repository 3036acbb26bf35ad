import type { Readable } from 'node:stream'
import { type PendingMedia, pendingMedia, recordMedia } from '#shared/domain/messages/index.ts'
import { newId } from '#shared/ids.ts'
import type { Tenure } from '../fleet/tenure.ts'
import { persist } from '../persist.ts'
import type { ConnectorServices } from '../services.ts'
import { Condition, NotInTime, within } from '../wait.ts'
import { MediaGone, openMedia } from '../whatsapp/index.ts'
import type { Connection } from './connection.ts'

/** Files of one session at once; they share the connector's memory and its line. */
const AT_ONCE = 2
const TRIES = 4
const RETRY_MS = 2_000
const FETCH_WITHIN_MS = 5 * 60_000

type Services = Pick<ConnectorServices, 'db' | 'log' | 'media'>

/** Fetches the files that come with messages into our store, in the background: the message is there first. */
export class MediaFetcher {
  readonly #services: Services
  readonly #tenure: Tenure
  readonly #owner: { sessionId: string; appId: string }
  readonly #connection: () => Connection | null
  readonly #queue: PendingMedia[] = []
  readonly #known = new Set<string>()
  readonly #change = new Condition()
  #running = 0

  constructor(
    services: Services,
    tenure: Tenure,
    owner: { sessionId: string; appId: string },
    connection: () => Connection | null,
  ) {
    this.#services = services
    this.#tenure = tenure
    this.#owner = owner
    this.#connection = connection
  }

  /** Looks for what is still to be fetched: what has just come in, and what an earlier host left.
   * @throws if the database can't be read */
  async wake(): Promise<void> {
    for (const item of await pendingMedia(this.#services, this.#owner.sessionId)) {
      const id = `${item.sender}:${item.messageId}`
      if (this.#known.has(id)) continue
      this.#known.add(id)
      this.#queue.push(item)
    }
    this.#next()
  }

  #next(): void {
    while (this.#running < AT_ONCE && this.#queue.length > 0 && this.#tenure.isValid) {
      const item = this.#queue.shift()
      if (!item) return
      this.#running += 1
      void this.#fetch(item).finally(() => {
        this.#running -= 1
        this.#known.delete(`${item.sender}:${item.messageId}`)
        this.#next()
      })
    }
  }

  async #fetch(item: PendingMedia): Promise<void> {
    const { sessionId, appId } = this.#owner
    const key = `apps/${appId}/${newId('media')}`
    const ref = { sessionId, messageId: item.messageId, sender: item.sender }
    for (let attempt = 1; this.#tenure.isValid; attempt++) {
      try {
        const { size, sha256 } = await within(this.#store(key, item), FETCH_WITHIN_MS, this.#tenure.ended)
        return await this.#record({ ...ref, media: { state: 'stored', key }, size, sha256 })
      } catch (err) {
        this.#services.log.warn({ err, ...ref, attempt }, 'media.fetch_failed')
        if (attempt >= TRIES)
          return await this.#record({ ...ref, media: { state: 'failed', error: reasonOf(err) } })
        if (err instanceof MediaGone) await this.#askForItAgain(item)
        else await this.#change.until(() => false, RETRY_MS * attempt, this.#tenure.ended)
      }
    }
  }

  async #store(key: string, item: PendingMedia): Promise<{ size: number; sha256: string }> {
    const connection = this.#connection()
    if (!connection) throw new NotInTime('There is no connection')
    const body: Readable = await connection.ask(() => openMedia(item.source))
    return await this.#services.media.put(key, body, { contentType: item.mimetype })
  }

  /** WhatsApp forgets files after weeks; the phone that sent one may still have it. */
  async #askForItAgain(item: PendingMedia): Promise<void> {
    const renewed = await this.#connection()
      ?.ask((socket) => socket.renewMedia({ ...item, id: item.messageId }))
      .catch((err: unknown) =>
        this.#services.log.warn({ err, messageId: item.messageId }, 'media.renew_failed'),
      )
    if (renewed) item.source = renewed
  }

  async #record(input: Parameters<typeof recordMedia>[0]['input']): Promise<void> {
    await persist(this.#tenure, this.#services.log, () =>
      recordMedia({ ctx: this.#services, lease: this.#tenure.lease, input }),
    )
  }
}

function reasonOf(err: unknown): string {
  return err instanceof MediaGone ? 'gone' : 'unavailable'
}
