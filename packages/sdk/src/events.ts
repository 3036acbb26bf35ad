import type { RequestOptions } from './core/transport.ts'
import { Events as Operations } from './generated/resources.ts'
import type { components } from './generated/types.ts'

type Event = components['schemas']['Event']

export interface FollowOptions extends RequestOptions {
  /** Cursor of the last event that was handled; `latest`, the default, begins with the next event. */
  after?: string
  types?: Event['event'][]
  session?: string
}

/** Events, with an endless list that waits for the next one. */
export class Events extends Operations {
  /**
   * Gives each event as it happens, with the cursor at which a later call continues. The list ends by `break` or by the signal.
   * Without `maxRetries`, the list waits for as long as the gateway gives no answer. An invalid request or a wrong key rejects at once.
   * A page is read again after a restart from its cursor, so that handlers compare `event.id`.
   */
  async *follow(options: FollowOptions = {}): AsyncGenerator<{ event: Event; cursor: string }> {
    const { types, session, after = 'latest', ...given } = options
    // A gateway that restarts is a pause in an endless list, not its end.
    const request = { maxRetries: Number.POSITIVE_INFINITY, ...given }
    const filter = { ...(types && { types }), ...(session !== undefined && { session }) }
    let cursor = after
    while (!request.signal?.aborted) {
      const wait = cursor === 'latest' ? 0 : 20
      const page = await this.list({ ...filter, after: cursor, wait }, request)
      const next = page.pagination.nextCursor ?? cursor
      const last = page.data.at(-1)
      // The cursor moves with the last event of a page, so that a restart within the page loses none of its events.
      for (const event of page.data) yield { event, cursor: event === last ? next : cursor }
      cursor = next
    }
  }
}
