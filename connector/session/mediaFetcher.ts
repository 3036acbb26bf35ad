import { type PendingMedia, pendingMedia, recordMedia } from '#shared/domain/messages/index.ts'
import { newId } from '#shared/ids.ts'
import type { Tenure } from '../fleet/tenure.ts'
import { persist } from '../persist.ts'
import type { ConnectorServices } from '../services.ts'
import { MediaDamaged, MediaGone, openMedia } from '../whatsapp/index.ts'
import type { Connection } from './connection.ts'

/** Files of one session at once; they share the connector's memory and its line. */
const AT_ONCE = 2
/** Some two hours in all: an outage of WhatsApp's, or of our line, should cost no file. */
const TRIES = 30
const FIRST_RETRY_MS = 2_000
const LONGEST_RETRY_MS = 5 * 60_000

type Services = Pick<ConnectorServices, 'db' | 'log' | 'media' | 'config' | 'outbox'>

interface Task extends PendingMedia {
  tries: number
  renewed: boolean
}

/** Fetches the files that come with messages into our store, in the background: the message is there first. */
export class MediaFetcher {
  readonly #services: Services
  readonly #tenure: Tenure
  readonly #owner: { sessionId: string; appId: string }
  readonly #connection: () => Connection | null
  readonly #queue: Task[] = []
  /** In the queue, under way, or waiting for its next try. */
  readonly #known = new Set<string>()
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
    for (const item of await pendingMedia({
      ctx: this.#services,
      input: { sessionId: this.#owner.sessionId },
    })) {
      if (this.#known.has(nameOf(item))) continue
      this.#known.add(nameOf(item))
      this.#queue.push({ ...item, tries: 0, renewed: false })
    }
    this.#next()
  }

  #next(): void {
    while (this.#running < AT_ONCE && this.#tenure.isValid) {
      const task = this.#queue.shift()
      if (!task) return
      this.#running += 1
      void this.#fetch(task).finally(() => {
        this.#running -= 1
        this.#next()
      })
    }
  }

  async #fetch(task: Task): Promise<void> {
    const { appId } = this.#owner
    const { media, config, log } = this.#services
    const key = `apps/${appId}/${newId('media')}`
    try {
      const body = await openMedia(task.source, config.VESPER_WHATSAPP_MEDIA_URL)
      const { size, sha256 } = await media.put(key, body, { contentType: task.mimetype })
      const stored = await this.#record(task, { media: { state: 'stored', key }, size, sha256 })
      // Its author took the message back meanwhile: nobody may have the file.
      if (!stored)
        await media.remove(key).catch((err: unknown) => log.warn({ err, key }, 'media.remove_failed'))
    } catch (err) {
      log.warn({ err, messageId: task.messageId, tries: task.tries }, 'media.fetch_failed')
      await this.#failed(task, err)
    }
  }

  async #failed(task: Task, err: unknown): Promise<void> {
    task.tries += 1
    if (err instanceof MediaGone && !task.renewed && (await this.#askForItAgain(task)))
      this.#queue.unshift(task)
    else if (
      err instanceof MediaDamaged ||
      (err instanceof MediaGone && task.renewed) ||
      task.tries >= TRIES
    ) {
      await this.#record(task, { media: { state: 'failed', error: reasonOf(err) } })
    } else {
      const waitMs = Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** Math.min(task.tries - 1, 10))
      setTimeout(() => {
        this.#queue.push(task)
        this.#next()
      }, waitMs).unref()
    }
  }

  /** WhatsApp forgets files after weeks; the phone that sent one may still have it. False if it can't be asked now. */
  async #askForItAgain(task: Task): Promise<boolean> {
    const connection = this.#connection()
    if (!connection) return false
    task.renewed = true
    try {
      task.source = await connection.ask((socket) => socket.renewMedia({ ...task, id: task.messageId }))
    } catch (err) {
      this.#services.log.warn({ err, messageId: task.messageId }, 'media.renew_failed')
    }
    return true
  }

  /** Answers whether the message was still there to take it. */
  async #record(
    task: Task,
    result: Omit<Parameters<typeof recordMedia>[0]['input'], keyof PendingMedia | 'lease'>,
  ): Promise<boolean> {
    const { sessionId, messageId, sender } = task
    let taken = false
    await persist(this.#tenure, this.#services.log, async () => {
      const input = { sessionId, messageId, sender, ...result }
      taken = await recordMedia({ ctx: this.#services, input: { ...input, lease: this.#tenure.lease } })
    })
    this.#known.delete(nameOf(task))
    return taken
  }
}

function nameOf({ sender, messageId }: PendingMedia): string {
  return `${sender}:${messageId}`
}

function reasonOf(err: unknown): string {
  if (err instanceof MediaGone) return 'gone'
  return err instanceof MediaDamaged ? 'damaged' : 'unavailable'
}
