import { setTimeout as pause } from 'node:timers/promises'
import { sql } from 'drizzle-orm'
import type { Database } from '#shared/database/index.ts'

const LOOK_EVERY_MS = 20
const WITHIN_MS = 15_000

/**
 * Stops a connector inside a transaction (SIGSTOP). Locks the row of a session, makes the session's connector write to it, and
 * stops the waiting process before the lock is released. The server then holds the locks of a transaction with a frozen client.
 * @param db has a connection to spare
 * @param disturb makes the connector write to the session's row, for example by cutting its socket
 * @returns the process id of the connector
 * @throws Error if no connector wrote within 15 s
 */
export async function freezeInTransaction(
  db: Database,
  sessionId: string,
  disturb: () => Promise<unknown>,
): Promise<number> {
  return await db.transaction(async (tx) => {
    await tx.execute(sql`set local idle_in_transaction_session_timeout = 0`)
    await tx.execute(sql`select 1 from sessions where id = ${sessionId} for update`)
    await disturb()
    for (const end = Date.now() + WITHIN_MS; Date.now() < end; await pause(LOOK_EVERY_MS)) {
      const { rows } = await tx.execute<{ pid: number }>(sql`
        select split_part(application_name, ' ', 2)::int as pid from pg_stat_activity
        where pg_backend_pid() = any (pg_blocking_pids(pid)) and application_name like 'con\\_%'`)
      const [waiting] = rows
      if (!waiting) continue
      process.kill(waiting.pid, 'SIGSTOP')
      return waiting.pid
    }
    throw new Error('No connector wrote to the session within 15 s')
  })
}
