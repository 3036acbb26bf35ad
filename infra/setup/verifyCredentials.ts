import { Redis } from '@upstash/redis'
import { sql } from 'drizzle-orm'
import { z } from 'zod'
import type { DatabaseEnvironment, DirectDatabaseEnvironment } from '#shared/contracts/environment.ts'
import { connectDatabase, directAddress } from '#shared/database/index.ts'

/** The oldest that the tests' own versions vouch for, less two. */
const OLDEST_POSTGRES = 16
const TIMEOUT_MS = 15_000

/** Credentials that do not work. Says which service refused and why, without the credentials. */
export class VerificationFailed extends Error {
  override readonly name = 'VerificationFailed'

  constructor(facts: { service: string; reason: string; cause?: unknown }) {
    super(`${facts.service}: ${facts.reason}`, { cause: facts.cause })
  }
}

/** Answers what it is, e.g. `PostgreSQL 17`.
 * @throws VerificationFailed unless it answers, is new enough, and lets make schemas */
export async function verifyDatabase(environment: DatabaseEnvironment): Promise<string> {
  const { version } = await look(environment)
  return `PostgreSQL ${version}`
}

/**
 * Proves the address of migrations: it is no pooler's, and leads to the same database.
 * @throws VerificationFailed; ConfigError if it names Neon's pooler
 */
export async function verifyDirect(
  environment: DatabaseEnvironment & DirectDatabaseEnvironment,
): Promise<void> {
  const [pooled, direct] = [await look(environment), await look(directAddress(environment))]
  if (pooled.database !== direct.database)
    throw refused('DATABASE_URL and DATABASE_URL_DIRECT lead to different databases')
}

const lookSchema = z.object({ version: z.number(), creates: z.boolean(), database: z.string() })

async function look(environment: DatabaseEnvironment): Promise<z.output<typeof lookSchema>> {
  const { db, close } = connectDatabase(environment, {
    maxConnections: 1,
    queryTimeoutMs: TIMEOUT_MS,
    // The migration sets them.
    limits: 'none',
    onIdleError: () => undefined,
  })
  try {
    const { rows } =
      await db.execute(sql`select current_setting('server_version_num')::int / 10000 as version,
      has_database_privilege(current_database(), 'CREATE') as creates,
      (select oid::text || ' ' || datname from pg_database where datname = current_database()) as database`)
    const found = lookSchema.parse(rows[0])
    if (found.version < OLDEST_POSTGRES)
      throw refused(`PostgreSQL ${found.version} is older than ${OLDEST_POSTGRES}`)
    if (!found.creates) throw refused('this role may not make schemas in it')
    return found
  } catch (cause) {
    if (cause instanceof VerificationFailed) throw cause
    throw new VerificationFailed({
      service: 'Neon',
      reason: `it can't be reached or refuses: ${codeOf(cause)}`,
      cause,
    })
  } finally {
    await close()
  }
}

/** Answers the keys that QStash signs with: the token alone opens them.
 * @throws VerificationFailed */
export async function verifyQStash(url: string, token: string): Promise<{ current: string; next: string }> {
  const service = 'QStash'
  try {
    const response = await fetch(new URL('/v2/keys', url), {
      headers: { authorization: `Bearer ${token}` },
      signal: AbortSignal.timeout(TIMEOUT_MS),
    })
    if (!response.ok)
      throw new VerificationFailed({ service, reason: `it answers ${response.status} to this token` })
    return z.object({ current: z.string().min(1), next: z.string().min(1) }).parse(await response.json())
  } catch (cause) {
    if (cause instanceof VerificationFailed) throw cause
    throw new VerificationFailed({ service, reason: `it can't be reached at ${url}`, cause })
  }
}

/** Writes something that is gone after a minute: a read-only token would be found out by the first request only.
 * @throws VerificationFailed */
export async function verifyRedis(url: string, token: string): Promise<void> {
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
    throw new VerificationFailed({
      service: 'Redis',
      reason: `it can't be written to at ${url} with this token`,
      cause,
    })
  }
}

function refused(reason: string): VerificationFailed {
  return new VerificationFailed({ service: 'Neon', reason })
}

/** The message of a database's error may hold the connection string. */
function codeOf(error: unknown): string {
  const cause = (error as { cause?: unknown }).cause ?? error
  const code = (cause as { code?: unknown }).code
  return typeof code === 'string' ? code : 'no answer'
}
