import type { Context } from '#shared/domain/context.ts'

/** What the API is built on. */
export interface ApiServices extends Context {
  /** Asks the database for a sign of life.
   * @throws whatever keeps it from answering */
  pingDatabase(): Promise<void>
}

/** What a request carries on its way through the middleware. */
export interface ApiEnvironment {
  Variables: {
    requestId: string
    appId: string
  }
}
