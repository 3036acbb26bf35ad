import { sql } from 'drizzle-orm'
import { expect, it } from 'vitest'
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

it('connections that the server closes again and again leave the pool whole', async () => {
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
