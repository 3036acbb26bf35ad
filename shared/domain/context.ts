import type { Database } from '#shared/database/index.ts'
import type { UrlPolicy } from '#shared/http/index.ts'
import type { Logger } from '#shared/logger.ts'
import type { MediaStore } from '#shared/media/index.ts'
import type { CommandQueue } from '#shared/queues/index.ts'

/** What a verb may touch. No HTTP, no SQS, and no clock but `now`. */
export interface Context {
  db: Database
  commands: CommandQueue
  media: MediaStore
  log: Logger
  now(): Date
  settings: {
    /** How long an accepted message waits for its session to be connected before it ends FAILED. */
    sendWithinMs: number
    /** Which URLs of users may be fetched. */
    urlPolicy: UrlPolicy
  }
}

/** A verb's context on behalf of a tenant: everything it reads or writes is filtered by this app. */
export interface AppContext extends Context {
  appId: string
  /**
   * What the ids that this call makes derive from, where its caller may repeat it (Idempotency-Key): the second run makes the
   * same ids, and finds what the first has left.
   */
  seed?: string | undefined
}
