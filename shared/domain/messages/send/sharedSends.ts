import { Batcher } from '#shared/batcher.ts'
import { isDatabaseUnavailable } from '#shared/database/index.ts'
import { NotFound } from '#shared/errors/index.ts'
import type { Context } from '../../context.ts'
import { loadSessions, type ReportedSession, type SessionRef } from '../../sessions/index.ts'
import type { Quota } from '../../usage/index.ts'
import { acceptRow } from './acceptMessage.ts'
import { acceptRows } from './acceptRows.ts'
import type { PendingRow } from './internal/writePendingWithin.ts'

/** Size limit of one statement, in bytes of JSON. */
const MAX_STATEMENT_BYTES = 1_000_000

interface Guarded {
  /** @throws Error if the request of this item may change nothing more */
  assertRunning(): void
}

type Lane = Batcher<Guarded & { row: PendingRow }, Quota | null>

/**
 * Batches the statements of concurrent sends, in a process that handles many requests. All messages of an account lock one counter, so
 * that separate statements wait for each other's commit. The messages of an app share a lane, and apps do not wait for each other.
 */
export class SharedSends {
  readonly #ctx: Pick<Context, 'db'>
  readonly #guard: () => () => void
  readonly #lanes = new Map<string, { lane: Lane; users: number }>()
  readonly #sessions: Batcher<SessionRef, ReportedSession | null>

  /** @param guard returns the check of the running request, which throws after the end of the request */
  constructor(ctx: Pick<Context, 'db'>, guard: () => () => void = () => () => undefined) {
    this.#ctx = ctx
    this.#guard = guard
    this.#sessions = new Batcher({
      work: (refs) => loadSessions({ ctx, input: refs }),
      isItemFault: () => false,
    })
  }

  /**
   * See `loadSession`.
   * @throws NotFound
   */
  async loadSession(ref: SessionRef): Promise<ReportedSession> {
    this.#guard()()
    const row = await this.#sessions.add(ref)
    if (!row) throw new NotFound({ what: 'Session', id: ref.id })
    return { ...row }
  }

  /**
   * See `acceptRow`. The error of a message does not affect other messages.
   * @throws LimitExceeded, or the database's error
   */
  async accept(row: PendingRow): Promise<Quota | null> {
    const key = `${row.appId}:${row.chargedMonth}`
    const place = this.#lanes.get(key) ?? { lane: this.#openLane(), users: 0 }
    this.#lanes.set(key, place)
    place.users += 1
    try {
      return await place.lane.add({ row, assertRunning: this.#guard() })
    } finally {
      place.users -= 1
      if (place.users === 0) this.#lanes.delete(key)
    }
  }

  #openLane(): Lane {
    const ctx = this.#ctx
    return new Batcher({
      async work(items) {
        for (const { assertRunning } of items) assertRunning()
        const rows = items.map(({ row }) => row)
        const [only] = rows
        if (only && rows.length === 1) return [await acceptRow({ ctx, input: only })]
        return await acceptRows({ ctx, input: rows })
      },
      isItemFault: (error) => !isDatabaseUnavailable(error),
      weight: { of: ({ row }) => JSON.stringify(row.content).length, max: MAX_STATEMENT_BYTES },
    })
  }
}
