import { randomBytes } from 'node:crypto'
import { sql } from 'drizzle-orm'
import { expect, it } from 'vitest'
import { isDatabaseUnavailable, type Queryable } from '#shared/database/index.ts'
import { connectTo, createDatabase } from './support/database.ts'

it('a connection that breaks within a transaction fails the transaction, not the process', async () => {
  const address = await createDatabase()
  const [worker, admin] = [connectTo(address), connectTo(address)]
  const broken = worker.db.transaction(async (tx) => {
    const { rows } = await tx.execute<{ pid: number }>(sql`select pg_backend_pid() as pid`)
    await admin.db.execute(sql`select pg_terminate_backend(${rows[0]?.pid})`)
    await tx.execute(sql`select pg_sleep(1)`)
  })
  await expect(broken).rejects.toThrow()
  const { rows } = await worker.db.execute(sql`select 1 as one`)
  expect(rows).toEqual([{ one: 1 }])
  await Promise.all([worker.close(), admin.close()])
})

it('the pool stays usable if the server repeatedly closes its connections', async () => {
  const address = await createDatabase()
  const [worker, admin] = [connectTo(address), connectTo(address)]
  let isOver = false
  const load = Array.from({ length: 10 }, async () => {
    while (!isOver) {
      await worker.db.transaction((tx) => tx.execute(sql`select 1`)).catch(() => undefined)
      await new Promise((resolve) => setImmediate(resolve))
    }
  })
  for (let n = 0; n < 20; n++) {
    await admin.db.execute(sql`
      select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and pid <> pg_backend_pid()`)
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  isOver = true
  await Promise.all(load)
  const { rows } = await worker.db.transaction((tx) => tx.execute(sql`select 1 as one`))
  expect(rows).toEqual([{ one: 1 }])
  await Promise.all([worker.close(), admin.close()])
})

it('a frequent statement keeps its plan in the connection, and returns the correct row each time', async () => {
  const { db, close } = connectTo(await createDatabase())
  try {
    const ask = async (given: number) =>
      (
        await db.execute<{ answer: number }>(
          sql`select ${given}::int as answer /* long enough to be worth a name, as all of ours are */`,
        )
      ).rows[0]?.answer
    const answers: unknown[] = []
    for (let given = 0; given < 8; given++) answers.push(await ask(given))
    expect(answers).toEqual([0, 1, 2, 3, 4, 5, 6, 7])
    const { rows } = await db.execute(sql`select statement from pg_prepared_statements`)
    expect(rows.map(({ statement }) => statement)).toEqual([expect.stringContaining('worth a name')])
  } finally {
    await close()
  }
})

it('a plan that a migration invalidates fails once as an unavailable database, and is then renewed', async () => {
  const address = await createDatabase()
  // Each connection has plans of its own.
  const [worker, admin] = [connectTo(address, { maxConnections: 1 }), connectTo(address)]
  try {
    await admin.db.execute(sql`create table changing (value int)`)
    await admin.db.execute(sql`insert into changing values (1)`)
    const read = (db: Queryable) =>
      db.execute(sql`select * from changing /* long enough to be worth a name, as all of ours are */`)
    const within = () => worker.db.transaction(read)
    for (const ask of [() => read(worker.db), within]) {
      for (let times = 0; times < 8; times++) await ask()
      await admin.db.execute(
        sql`alter table changing add column ${sql.identifier(randomBytes(4).toString('hex'))} int`,
      )
      const failed = await ask().then(
        () => null,
        (error: unknown) => error,
      )
      expect(isDatabaseUnavailable(failed)).toBe(true)
      expect((await ask()).rows).toHaveLength(1)
    }
  } finally {
    await Promise.all([worker.close(), admin.close()])
  }
})

it('connections ignore the PG* variables of the shell', async () => {
  const address = await createDatabase()
  const shell = {
    PGOPTIONS: '-c no_such_setting=1',
    PGAPPNAME: 'shell',
    PGSSLMODE: 'require',
    PGCLIENTENCODING: 'x',
  }
  Object.assign(process.env, shell)
  const connection = connectTo(address)
  const { rows } = await connection.db.execute(sql`select current_setting('application_name') as name`)
  expect(rows).toEqual([{ name: expect.not.stringContaining('shell') }])
  await connection.close()
})
