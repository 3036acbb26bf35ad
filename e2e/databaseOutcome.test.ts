import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Gate, openGate } from '#chaos/gate.ts'
import {
  connectDatabase,
  type Database,
  type DatabaseConnection,
  isDatabaseUnavailable,
  isOutcomeUnknown,
} from '#shared/database/index.ts'
import { slowness } from '#shared/testing.ts'
import { connectTo, createDatabase, type DatabaseAddress } from './support/database.ts'
import { eventually } from './support/eventually.ts'

const SLEEP_SECONDS = 30
/**
 * The time is long enough for the statement to reach the server on a slow machine. A client that gives up earlier leaves nothing.
 */
const CLIENT_MS = 3_000

let address: DatabaseAddress
let gate: Gate
let admin: DatabaseConnection
beforeAll(async () => {
  address = await createDatabase()
  admin = connectTo(address)
  // The client gives up first, also on a slow machine.
  await admin.db.execute(
    sql.raw(`alter role current_user in database "${new URL(address.DATABASE_URL).pathname.slice(1)}"
      set statement_timeout = '${SLEEP_SECONDS}s'`),
  )
  await admin.db.execute(sql`create table things (id int primary key)`)
  await admin.db.execute(sql`insert into things values (1)`)
  gate = await openGate(Number(new URL(address.VESPER_DATABASE_PROXY).port))
})
afterAll(async () => {
  await admin.close()
  await gate.close()
})

/** Opens a connection through the gate, and uses it. */
async function through<T>(
  use: (db: Database) => Promise<T>,
  queryTimeoutMs = 10_000,
  turnWithinMs = 10_000,
): Promise<T> {
  const proxy = `tcp://127.0.0.1:${gate.port}`
  const connection = connectDatabase(
    { ...address, VESPER_DATABASE_PROXY: proxy },
    { maxConnections: 1, queryTimeoutMs, turnWithinMs, limits: 'none', onIdleError: () => undefined },
  )
  try {
    return await use(connection.db)
  } finally {
    await connection.close()
  }
}

async function judge(work: Promise<unknown>) {
  const error = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  return {
    failed: error !== undefined,
    unavailable: isDatabaseUnavailable(error),
    unknown: isOutcomeUnknown(error),
  }
}
const KNOWN = { failed: true, unavailable: true, unknown: false }
const UNKNOWN = { failed: true, unavailable: true, unknown: true }

/** Statements that sleep until a fault comes. The second column is true for a write. */
const STATEMENTS = [
  ['an insert', true, sql`insert into things select 100 from pg_sleep(${SLEEP_SECONDS})`],
  [
    'an insert inside a with',
    true,
    sql`with slow as (insert into things select 101 from pg_sleep(${SLEEP_SECONDS}) returning id) select id from slow`,
  ],
  ['a read', false, sql`select 'delete' from pg_sleep(${SLEEP_SECONDS})`],
] as const

/** Waits until a statement of another connection sleeps. */
const asleep = () =>
  eventually(async () => {
    const { rows } = await admin.db.execute<{ pid: number }>(sql`
      select pid from pg_stat_activity where datname = current_database() and wait_event = 'PgSleep'`)
    return rows[0]?.pid
  })
const terminate = async (pid: number) =>
  void (await admin.db.execute(sql`select pg_terminate_backend(${pid}, 10000)`))

describe.each(STATEMENTS)('%s outside a transaction', (_, writes, statement) => {
  const expected = writes ? UNKNOWN : KNOWN

  it('has an unknown outcome if it writes and its client gives up', async () => {
    const judged = judge(through((db) => db.execute(statement), CLIENT_MS * slowness()))
    const pid = await asleep()
    expect(await judged).toEqual(expected)
    await terminate(pid)
  })

  it('has an unknown outcome if it writes and its connection is cut', async () => {
    const judged = judge(through((db) => db.execute(statement)))
    const pid = await asleep()
    gate.cut()
    expect(await judged).toEqual(expected)
    gate.mend()
    await terminate(pid)
  })

  it('has an unknown outcome if it writes and the server ends its connection', async () => {
    const judged = judge(through((db) => db.execute(statement)))
    await terminate(await asleep())
    expect(await judged).toEqual(expected)
  })

  it('has a known outcome if statement_timeout ends it, and leaves its connection usable', async () => {
    const [judged, left] = await through(async (db) => {
      await db.execute(sql`set statement_timeout = '100ms'`)
      return [await judge(db.execute(statement)), (await db.execute(sql`show statement_timeout`)).rows]
    })
    expect(judged).toEqual(KNOWN)
    expect(left).toEqual([{ statement_timeout: '100ms' }])
  })
})

it('a write that lock_timeout ends has a known outcome, and leaves its connection usable', async () => {
  const [judged, left] = await admin.db.transaction(async (holder) => {
    await holder.execute(sql`lock table things in exclusive mode`)
    return await through(async (db) => {
      await db.execute(sql`set lock_timeout = '100ms'`)
      const waiting = judge(db.execute(sql`insert into things values (10)`))
      return [await waiting, (await db.execute(sql`show lock_timeout`)).rows]
    })
  })
  expect(judged).toEqual(KNOWN)
  expect(left).toEqual([{ lock_timeout: '100ms' }])
})

describe('a transaction', () => {
  it('has a known outcome if its connection is lost before COMMIT is sent', async () => {
    const cut = through((db) =>
      db.transaction(async (tx) => {
        await tx.execute(sql`insert into things values (2)`)
        await tx.execute(sql`insert into things select 3 from pg_sleep(${SLEEP_SECONDS})`)
      }),
    )
    const judged = judge(cut)
    await terminate(await asleep())
    expect(await judged).toEqual(KNOWN)
  })

  it('has a known outcome if its client gives up before COMMIT is sent, and ends without waiting for ROLLBACK', async () => {
    const startedAt = performance.now()
    const waitMs = CLIENT_MS * slowness()
    const slow = through(
      (db) =>
        db.transaction((tx) => tx.execute(sql`insert into things select 4 from pg_sleep(${SLEEP_SECONDS})`)),
      waitMs,
    )
    const judged = judge(slow)
    const pid = await asleep()
    expect(await judged).toEqual(KNOWN)
    expect(performance.now() - startedAt).toBeLessThan(2 * waitMs)
    await terminate(pid)
  })

  it('has an unknown outcome if COMMIT gets no answer, although the following ROLLBACK fails', async () => {
    const answers = through(
      (db) =>
        db.transaction(async (tx) => {
          await tx.execute(sql`insert into things values (5)`)
          gate.stall()
        }),
      2_000,
    )
    expect(await judge(answers)).toEqual(UNKNOWN)
    gate.mend()
  })

  it('has an unknown outcome if the connection is cut during COMMIT', async () => {
    await admin.db.execute(sql`
      create table slow (id int, constraint once unique (id) deferrable initially deferred)`)
    await admin.db.execute(sql`
      create function sleep_at_commit() returns trigger language plpgsql as
      $$ begin perform pg_sleep(${sql.raw(String(SLEEP_SECONDS))}); return null; end $$`)
    await admin.db.execute(sql`
      create constraint trigger late after insert on slow deferrable initially deferred for each row execute function sleep_at_commit()`)
    const judged = judge(
      through((db) => db.transaction((tx) => tx.execute(sql`insert into slow values (1)`))),
    )
    const pid = await asleep()
    gate.cut()
    expect(await judged).toEqual(UNKNOWN)
    gate.mend()
    await terminate(pid)
  })

  it('has a known outcome if the server ends it for being idle', async () => {
    const idle = through((db) =>
      db.transaction(async (tx) => {
        await tx.execute(sql`insert into things values (6)`)
        await tx.execute(sql`set local idle_in_transaction_session_timeout = '50ms'`)
        await eventually(async () => {
          const { rows } = await admin.db.execute(sql`
            select 1 from pg_stat_activity where datname = current_database() and state like 'idle in transaction%'`)
          return rows.length === 0
        })
      }),
    )
    expect(await judge(idle)).toMatchObject({ failed: true, unknown: false })
  })

  it('fails if a statement failed and its error was caught, because COMMIT would roll back without an error', async () => {
    const swallowed = through((db) =>
      db.transaction(async (tx) => {
        await tx.execute(sql`insert into things values (7)`)
        await tx.execute(sql`insert into things values (1)`).catch(() => undefined)
      }),
    )
    await expect(swallowed).rejects.toMatchObject({
      cause: { message: expect.stringContaining('COMMIT rolled the transaction back') },
    })
    const { rows } = await admin.db.execute(sql`select 1 from things where id = 7`)
    expect(rows).toEqual([])
  })
})

describe('a connection', () => {
  it('has a known outcome if no connection can be opened', async () => {
    gate.cut()
    expect(await judge(through((db) => db.execute(sql`insert into things values (8)`)))).toEqual(KNOWN)
    gate.mend()
  })

  it('has a known outcome if none comes free', async () => {
    const judged = through(
      async (db) => {
        await db.execute(sql`select 1`)
        const first = judge(db.execute(sql`select pg_sleep(${SLEEP_SECONDS})`))
        const second = await judge(db.execute(sql`insert into things values (9)`))
        await terminate(await asleep())
        await first
        return second
      },
      10_000,
      500,
    )
    expect(await judged).toEqual(KNOWN)
  })
})

it('an error of the query itself has a known outcome and is no outage', async () => {
  expect(await judge(through((db) => db.execute(sql`insert into things values (1)`)))).toEqual({
    failed: true,
    unavailable: false,
    unknown: false,
  })
})
