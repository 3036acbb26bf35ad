import { sql } from 'drizzle-orm'
import { ROLE_LIMITS, type ServerLimits } from './limits.ts'
import type { Queryable } from './queryable.ts'

/** The database sessions of the role have no time-outs, or time-outs that are too long. Nothing was written. */
export class LimitsMissing extends Error {
  override readonly name = 'LimitsMissing'

  constructor(facts: { role: string; database: string; problems: readonly string[] }) {
    super(
      `The gateway cannot use the role ${facts.role} in the database ${facts.database}: ${facts.problems.join('; ')}. ` +
        'Run the migration with `npm run deploy`, or use the role of the migration.',
    )
  }
}

const NAMES = Object.keys(ROLE_LIMITS) as (keyof ServerLimits)[]

/** Reads the time-outs of a role in the current database, as PostgreSQL writes them. The more specific setting takes precedence. */
async function readSettings(db: Queryable, role?: string) {
  const { rows } = await db.execute<{
    role: string
    database: string
    setting: string | null
    session: Record<string, string>
  }>(sql`
    select account.rolname as role, current_database() as database, given.setting,
      (select jsonb_object_agg(name, setting) from pg_settings where name like '%\_timeout') as session
    from pg_roles account
    join pg_database base on base.datname = current_database()
    left join lateral (
      select unnest(setconfig) as setting, setrole, setdatabase from pg_db_role_setting
      where setrole in (0, account.oid) and setdatabase in (0, base.oid)
    ) given on true
    where account.rolname = coalesce(${role ?? null}::text, current_user)
    order by given.setrole <> 0 desc, given.setdatabase <> 0 desc`)
  const configured = new Map<string, string>()
  for (const { setting } of rows) {
    const [name = '', value = ''] = setting?.split(/=(.*)/s) ?? []
    if (!configured.has(name)) configured.set(name, value)
  }
  const { role: name = role ?? '', database = '', session = {} } = rows[0] ?? {}
  return { role: name, database, session, configured }
}

/**
 * Sets the time-outs of a role in the current database that differ from `ROLE_LIMITS`. Open sessions keep their time-outs.
 * @param role default: the connected role
 * @returns true if a time-out changed
 */
export async function setRoleLimits(db: Queryable, role?: string): Promise<boolean> {
  const settings = await readSettings(db, role)
  const different = NAMES.filter((name) => toMs(settings.configured.get(name)) !== ROLE_LIMITS[name])
  for (const name of different)
    await db.execute(sql`alter role ${sql.identifier(settings.role)} in database ${sql.identifier(settings.database)}
      set ${sql.identifier(name)} = ${sql.raw(String(ROLE_LIMITS[name]))}`)
  return different.length > 0
}

/**
 * Checks that the connected role has the time-outs in the current database, and that this database session uses them. The session of a
 * pooler may be older than the settings.
 * @throws LimitsMissing if a time-out is missing or too long
 */
export async function checkRoleLimits(db: Queryable): Promise<void> {
  const { role, database, configured, session } = await readSettings(db)
  const problems = NAMES.flatMap((name) => {
    const value = configured.get(name)
    if (!isWithin(toMs(value), ROLE_LIMITS[name]))
      return [
        `${name} is ${value ?? 'not set'} in pg_db_role_setting, but must be at most ${ROLE_LIMITS[name]} ms`,
      ]
    if (!isWithin(Number(session[name]), ROLE_LIMITS[name]))
      return [`${name} is ${session[name]} in a session that is older than the setting`]
    return []
  })
  if (problems.length > 0) throw new LimitsMissing({ role, database, problems })
}

/** Tells whether a time-out is set and within the limit. PostgreSQL's 0 means no time-out. */
function isWithin(ms: number, limit: number): boolean {
  return ms > 0 && ms <= limit
}

const UNIT_MS: Record<string, number> = {
  us: 0.001,
  ms: 1,
  s: 1_000,
  min: 60_000,
  h: 3_600_000,
  d: 86_400_000,
}

/** Parses a time-out of PostgreSQL to ms. A number without a unit is in ms. Returns NaN for invalid text. */
function toMs(value: string | undefined): number {
  const [, number, unit = 'ms'] = value?.match(/^\s*(\d+)\s*(us|ms|s|min|h|d)?\s*$/) ?? []
  return Number(number) * (UNIT_MS[unit] ?? Number.NaN)
}
