import { Redis } from '@upstash/redis'
import { sql } from 'drizzle-orm'
import { z } from 'zod'
import type { DatabaseEnvironment, DirectDatabaseEnvironment } from '#shared/contracts/environment.ts'
import { connectDatabase, directAddress } from '#shared/database/index.ts'

/** The oldest supported version: two below the version that the tests run. */
const OLDEST_POSTGRES = 16
const TIMEOUT_MS = 15_000

/** Credentials that a service refuses. The message names the service and the reason, without the credentials. */
export class VerificationFailed extends Error {
  override readonly name = 'VerificationFailed'

  constructor(facts: { service: string; reason: string; cause?: unknown }) {
    super(`${facts.service}: ${facts.reason}`, { cause: facts.cause })
  }
}

/**
 * Connects to the database.
 * @returns name and version, e.g. `PostgreSQL 17`
 * @throws VerificationFailed unless it answers, is new enough, and allows creating schemas
 */
export async function verifyDatabase(environment: DatabaseEnvironment): Promise<string> {
  const { version } = await look(environment)
  return `PostgreSQL ${version}`
}

/**
 * Checks that the migrations' address is not a pooler's and leads to the same database.
 * @throws VerificationFailed; ConfigError if it names Neon's pooler
 */
export async function verifyDirect(
  environment: DatabaseEnvironment & DirectDatabaseEnvironment,
): Promise<void> {
  const [pooled, direct] = [await look(environment), await look(directAddress(environment))]
  if (pooled.database !== direct.database)
    throw refused(
      'DATABASE_URL and DATABASE_URL_DIRECT lead to different databases. Copy both strings from one database.',
    )
}

const lookSchema = z.object({ version: z.number(), creates: z.boolean(), database: z.string() })

async function look(environment: DatabaseEnvironment): Promise<z.output<typeof lookSchema>> {
  const { db, close } = connectDatabase(environment, {
    maxConnections: 1,
    queryTimeoutMs: TIMEOUT_MS,
    // The migration sets the limits.
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
    if (!found.creates)
      throw refused('this role may not create schemas in the database. Grant it CREATE, or use another role')
    return found
  } catch (cause) {
    if (cause instanceof VerificationFailed) throw cause
    throw new VerificationFailed({
      service: 'Neon',
      reason: `the database cannot be reached or refuses the connection: ${codeOf(cause)}`,
      cause,
    })
  } finally {
    await close()
  }
}

/**
 * Checks the token of QStash.
 * @returns the signing keys, which QStash shows to the token
 * @throws VerificationFailed
 */
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
    throw new VerificationFailed({ service, reason: `no valid answer from ${url}`, cause })
  }
}

/**
 * Writes a value that expires after a minute, because a read-only token would otherwise fail at the first request.
 * @throws VerificationFailed
 */
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
      reason: `no value can be written at ${url} with this token`,
      cause,
    })
  }
}

function refused(reason: string): VerificationFailed {
  return new VerificationFailed({ service: 'Neon', reason })
}

/** Returns the code of a database error. The message may contain the connection string. */
function codeOf(error: unknown): string {
  const cause = (error as { cause?: unknown }).cause ?? error
  const code = (cause as { code?: unknown }).code
  return typeof code === 'string' ? code : 'no answer'
}
