import { sql } from 'drizzle-orm'
import { runBatch } from '../../batches/index.ts'
import type { Context } from '../../context.ts'

const AT_ONCE = 500

/** A session that waits for another version of the client. */
export interface OutdatedSession {
  id: string
  partition: number
}

/**
 * Makes the next login of all sessions due that rest after `client_outdated`. Each connector reads the rows of
 * its sessions every 30 s.
 * @param input.each called with each batch of sessions, after its commit
 */
export async function retryOutdatedSessions({
  ctx,
  input: { each },
}: {
  ctx: Pick<Context, 'db' | 'now'>
  input: { each?: (sessions: OutdatedSession[]) => Promise<unknown> }
}): Promise<number> {
  const now = ctx.now().toISOString()
  let total = 0
  for (;;) {
    const { rows } = await runBatch({
      ctx,
      input: {
        batch: (tx) =>
          tx.execute<{ id: string; partition: number }>(sql`
            update sessions set retry_at = ${now}::timestamptz where id = any (array(
              select id from sessions where reason = 'client_outdated' and status = 'disconnected'
                and (retry_at is null or retry_at > ${now}::timestamptz)
              limit ${AT_ONCE} for update skip locked))
            returning id, partition`),
      },
    })
    total += rows.length
    await each?.(rows)
    if (rows.length < AT_ONCE) return total
  }
}
