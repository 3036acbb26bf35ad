import { type PendingMedia, pendingMedia, recordMedia } from '#shared/domain/messages/index.ts'
import { newId } from '#shared/ids.ts'
import type { LeaseHandle } from '../fleet/leaseHandle.ts'
import { persist } from '../persist.ts'
import type { ConnectorServices } from '../services.ts'
import { MediaDamaged, MediaGone, openMedia } from '../whatsapp/index.ts'
import type { Connection } from './connection.ts'

/** Parallel downloads of a session. All sessions share the connector's memory and bandwidth. */
const AT_ONCE = 2
/** Attempts per file, some two hours in total: no outage of that length loses a file. */
const TRIES = 30
const FIRST_RETRY_MS = 2_000
const LONGEST_RETRY_MS = 5 * 60_000

type Services = Pick<ConnectorServices, 'db' | 'log' | 'media' | 'config' | 'outbox'>

interface Task extends PendingMedia {
  tries: number
  renewed: boolean
}

/** Downloads the files of received messages into the media store, in the background. The message is stored first. */
export class MediaFetcher {
  readonly #services: Services
  readonly #leaseHandle: LeaseHandle
  readonly #owner: { sessionId: string; appId: string }
  readonly #connection: () => Connection | null
  readonly #queue: Task[] = []
  /** Files that are queued, in download, or waiting for a retry. */
  readonly #known = new Set<string>()
  #running = 0

  constructor(
    services: Services,
    leaseHandle: LeaseHandle,
    owner: { sessionId: string; appId: string },
    connection: () => Connection | null,
  ) {
    this.#services = services
    this.#leaseHandle = leaseHandle
    this.#owner = owner
    this.#connection = connection
  }

  /**
   * Queues the files that must be fetched, including those that an earlier host left.
   * @throws the database's error
   */
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
    while (this.#running < AT_ONCE && this.#leaseHandle.isValid) {
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
      // The author revoked the message meanwhile, so its file must not be available.
      if (!stored)
        await media.remove(key).catch((err: unknown) => log.warn({ err, key }, 'media.remove_failed'))
    } catch (err) {
      log.warn({ err, messageId: task.messageId, tries: task.tries }, 'media.fetch_failed')
      await this.#failed(task, err)
    }
  }

  async #failed(task: Task, err: unknown): Promise<void> {
    task.tries += 1
    if (err instanceof MediaGone && !task.renewed && (await this.#requestReupload(task)))
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

  /**
   * Asks the sender's phone to upload the file again, because WhatsApp deletes files after weeks. Returns false if there is no
   * connection.
   */
  async #requestReupload(task: Task): Promise<boolean> {
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

  /** Records the result of a download. Returns true if the message still exists. */
  async #record(
    task: Task,
    result: Omit<Parameters<typeof recordMedia>[0]['input'], keyof PendingMedia | 'lease'>,
  ): Promise<boolean> {
    const { sessionId, messageId, sender } = task
    let taken = false
    await persist(this.#leaseHandle, this.#services.log, async () => {
      const input = { sessionId, messageId, sender, ...result }
      taken = await recordMedia({ ctx: this.#services, input: { ...input, lease: this.#leaseHandle.lease } })
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
