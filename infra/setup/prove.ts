import { Redis } from '@upstash/redis'
import { sql } from 'drizzle-orm'
import { z } from 'zod'
import type { DatabaseEnvironment } from '#shared/contracts/environment.ts'
import { connectDatabase } from '#shared/database/index.ts'

/** The oldest that the tests' own versions vouch for, less two. */
const OLDEST_POSTGRES = 16
const TIMEOUT_MS = 15_000

/** Credentials that do not work. Says which service refused and why, without the credentials. */
export class NotProved extends Error {
  override readonly name = 'NotProved'

  constructor(facts: { service: string; reason: string; cause?: unknown }) {
    super(`${facts.service}: ${facts.reason}`, { cause: facts.cause })
  }
}

/** Answers what it is, e.g. `PostgreSQL 17`.
 * @throws NotProved unless it answers, is new enough, and lets make schemas */
export async function proveDatabase(environment: DatabaseEnvironment): Promise<string> {
  const { db, close } = connectDatabase(environment, {
    maxConnections: 1,
    queryTimeoutMs: TIMEOUT_MS,
    onIdleError: () => undefined,
  })
  try {
    const { rows } =
      await db.execute(sql`select current_setting('server_version_num')::int / 10000 as version,
      has_database_privilege(current_database(), 'CREATE') as creates`)
    const { version, creates } = z.object({ version: z.number(), creates: z.boolean() }).parse(rows[0])
    if (version < OLDEST_POSTGRES) throw refused(`PostgreSQL ${version} is older than ${OLDEST_POSTGRES}`)
    if (!creates) throw refused('this role may not make schemas in it')
    return `PostgreSQL ${version}`
  } catch (cause) {
    if (cause instanceof NotProved) throw cause
    throw new NotProved({
      service: 'Neon',
      reason: `it can't be reached or refuses: ${codeOf(cause)}`,
      cause,
    })
  } finally {
    await close()
  }
}

/** Answers the keys that QStash signs with: the token alone opens them.
 * @throws NotProved */
export async function proveQStash(url: string, token: string): Promise<{ current: string; next: string }> {
  const service = 'QStash'
  try {
    const response = await fetch(new URL('/v2/keys', url), {
      headers: { authorization: `Bearer ${token}` },
      signal: AbortSignal.timeout(TIMEOUT_MS),
    })
    if (!response.ok) throw new NotProved({ service, reason: `it answers ${response.status} to this token` })
    return z.object({ current: z.string().min(1), next: z.string().min(1) }).parse(await response.json())
  } catch (cause) {
    if (cause instanceof NotProved) throw cause
    throw new NotProved({ service, reason: `it can't be reached at ${url}`, cause })
  }
}

/** Writes something that is gone after a minute: a read-only token would be found out by the first request only.
 * @throws NotProved */
export async function proveRedis(url: string, token: string): Promise<void> {
  const signal = () => AbortSignal.timeout(TIMEOUT_MS)
  try {
    const redis = new Redis({
      url,
      token,
      retry: false,
      enableAutoPipelining: false,
      enableTelemetry: false,
      signal,
    })
    await redis.set('vesper:setup', 'proved', { ex: 60 })
  } catch (cause) {
    throw new NotProved({
      service: 'Redis',
      reason: `it can't be written to at ${url} with this token`,
      cause,
    })
  }
}

function refused(reason: string): NotProved {
  return new NotProved({ service: 'Neon', reason })
}

/** The message of a database's error may hold the connection string. */
function codeOf(error: unknown): string {
  const cause = (error as { cause?: unknown }).cause ?? error
  const code = (cause as { code?: unknown }).code
  return typeof code === 'string' ? code : 'no answer'
}
