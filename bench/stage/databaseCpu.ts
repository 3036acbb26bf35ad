import { readdir, readFile } from 'node:fs/promises'
import { sql } from 'drizzle-orm'
import type { Database } from '#shared/database/index.ts'

/** Linux counts CPU time in hundredths of a second. */
const TICK_MS = 10

/** Returns the CPU time of PostgreSQL with all current and ended connections, in ms, or NaN without /proc. */
export async function databaseCpuMs(db: Database): Promise<number> {
  const { rows } = await db.execute<{ pid: number }>(sql`select pg_backend_pid() as pid`)
  const own = await readStat(String(rows[0]?.pid))
  const server = own && (await readStat(own.parent))
  if (!server) return Number.NaN
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name))
  const all = await Promise.all(pids.map(readStat))
  const children = all.filter((stat) => stat?.parent === server.pid)
  return children.reduce((sum, stat) => sum + (stat?.ownMs ?? 0), server.ownMs + server.endedMs)
}

/**
 * Reads proc_pid_stat(5).
 * @returns null if the process does not exist
 */
async function readStat(pid: string) {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => null)
  if (text === null) return null
  // The fields follow the name, which may contain any character.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
  const [user = 0, system = 0, endedUser = 0, endedSystem = 0] = fields.slice(11, 15).map(Number)
  return {
    pid,
    parent: fields[1] ?? '',
    ownMs: (user + system) * TICK_MS,
    endedMs: (endedUser + endedSystem) * TICK_MS,
  }
}
