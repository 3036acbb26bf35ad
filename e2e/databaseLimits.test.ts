import { sql } from 'drizzle-orm'
import { beforeEach, expect, it, onTestFinished } from 'vitest'
import {
  connectDatabase,
  type Database,
  isDatabaseUnavailable,
  LimitsMissing,
  migrateDatabase,
} from '#shared/database/index.ts'
import { connectTo, createDatabase, type DatabaseAddress } from './support/database.ts'
import { eventually } from './support/eventually.ts'

const PARTITIONS = 4

let address: DatabaseAddress
let admin: Database
beforeEach(async () => {
  address = await createDatabase()
  admin = open(address, 'none')
})

function open(to: DatabaseAddress, limits: 'role' | 'none'): Database {
  const { db, close } = connectDatabase(to, {
    maxConnections: 3,
    queryTimeoutMs: 10_000,
    limits,
    onIdleError: () => undefined,
  })
  onTestFinished(close)
  return db
}

const alter = (change: string) =>
  admin.execute(
    sql.raw(
      `alter role current_user in database "${new URL(address.DATABASE_URL).pathname.slice(1)}" ${change}`,
    ),
  )
const migrate = () => migrateDatabase(address, { partitions: PARTITIONS })
const refusalOf = (work: Promise<unknown>) => work.then(() => undefined).catch((error: unknown) => error)

it('a migration sets the time-outs of the role in the database, and a session of the driver has them', async () => {
  await alter('reset all')
  await migrate()
  const { rows } = await open(address, 'role').execute(sql`
    select current_setting('statement_timeout') as statement, current_setting('lock_timeout') as lock,
      current_setting('idle_in_transaction_session_timeout') as idle`)
  expect(rows).toEqual([{ statement: '6s', lock: '4s', idle: '4500ms' }])
})

it.each([
  ['reset statement_timeout', /statement_timeout is not set/],
  ['reset lock_timeout', /lock_timeout is not set/],
  ['reset idle_in_transaction_session_timeout', /idle_in_transaction_session_timeout is not set/],
  ["set statement_timeout = '1min'", /statement_timeout is 1min/],
  ['set lock_timeout = 0', /lock_timeout is 0/],
])('a process does not start and writes nothing after "%s" for its role', async (change, problem) => {
  await alter(change)
  const { db, checkLimits, close } = connectTo(address)
  onTestFinished(close)
  const refusal = await refusalOf(checkLimits())
  expect(refusal).toBeInstanceOf(LimitsMissing)
  expect(String(refusal)).toMatch(problem)
  expect(String(refusal)).toMatch(/Run the migration/)
  expect(await refusalOf(db.execute(sql`create table written ()`))).toMatchObject({ cause: refusal })
  expect(await refusalOf(db.transaction((tx) => tx.execute(sql`select 1`)))).toBe(refusal)
  expect(await refusalOf(db.execute(sql`select 1`))).toMatchObject({ cause: refusal })
})

it('a process starts if the role has lower time-outs, in any unit', async () => {
  await alter("set statement_timeout = '5000ms'")
  await alter("set lock_timeout = '1s'")
  const { checkLimits, close } = connectTo(address)
  onTestFinished(close)
  expect(await refusalOf(checkLimits())).toBeUndefined()
})

it('a process starts while its database is unavailable, and checks before its first write', async () => {
  const nowhere = connectTo({ ...address, VESPER_DATABASE_PROXY: '127.0.0.1:1/v1' })
  onTestFinished(nowhere.close)
  expect(await refusalOf(nowhere.checkLimits())).toBeUndefined()
  expect(isDatabaseUnavailable(await refusalOf(nowhere.db.execute(sql`create table written ()`)))).toBe(true)
})

it('a migration that changes the time-outs ends the sessions that a pooler opened before, also in a transaction', async () => {
  await alter('reset all')
  const [idle, busy] = [open(address, 'none'), open(address, 'none')]
  const pidOf = async (db: Pick<Database, 'execute'>) =>
    (await db.execute<{ pid: number }>(sql`select pg_backend_pid() as pid`)).rows[0]?.pid
  const before = await pidOf(idle)
  const waiting = busy.transaction(async (tx) => {
    await tx.execute(sql`select 1`)
    await migrate()
    await tx.execute(sql`select 1`)
  })
  expect(isDatabaseUnavailable(await refusalOf(waiting))).toBe(true)
  await eventually(async () => (await pidOf(idle)) !== before)
})

it('a migration that changes no time-outs ends no database session', async () => {
  const pid = (db: Database) => db.execute(sql`select pg_backend_pid() as pid`)
  const before = (await pid(admin)).rows
  await migrate()
  expect((await pid(admin)).rows).toEqual(before)
})

it('migrations that wait for each other are exempt from the time-outs of their role', async () => {
  await alter('set statement_timeout = 200')
  await alter('set lock_timeout = 100')
  await alter('set idle_in_transaction_session_timeout = 1')
  const migrations = await admin.transaction(async (tx) => {
    await tx.execute(sql`set local idle_in_transaction_session_timeout = 0`)
    await tx.execute(sql`select pg_advisory_xact_lock(7340051)`)
    const both = Promise.all([migrate(), migrate()])
    await eventually(async () => {
      const { rows } = await open(address, 'none').execute(sql`
        select 1 from pg_stat_activity where datname = current_database() and wait_event = 'advisory'
          and clock_timestamp() - query_start > interval '500 milliseconds'`)
      return rows.length === 2
    })
    return () => both
  })
  expect(await migrations()).toHaveLength(2)
})

it('a migration that waits for a table lets other statements pass, and tries again', async () => {
  await admin.execute(sql`drop schema drizzle cascade`)
  await admin.execute(sql`drop schema public cascade`)
  await admin.execute(sql`create schema public`)
  const watcher = open(address, 'none')
  const triedAt = async () => {
    const { rows } = await watcher.execute<{ at: string }>(sql`
      select query_start::text as at from pg_stat_activity
      where datname = current_database() and application_name = 'vesper-migration' and wait_event_type = 'Lock'`)
    return rows[0]?.at
  }
  const migration = await admin.transaction(async (tx) => {
    await tx.execute(sql`set local idle_in_transaction_session_timeout = 0`)
    await tx.execute(sql`create schema drizzle`)
    const running = migrate()
    const first = await eventually(triedAt)
    await eventually(async () => ((await triedAt()) ?? first) !== first, 20_000)
    await tx.execute(sql`drop schema drizzle`)
    return () => running
  })
  await migration()
  const tables = await watcher.execute(sql`select to_regclass('partitions') is not null as "isMade"`)
  expect(tables.rows).toEqual([{ isMade: true }])
})
