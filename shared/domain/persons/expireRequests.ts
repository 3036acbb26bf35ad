import { sql } from 'drizzle-orm'
import type { Transaction } from '#shared/database/index.ts'
import { type Bounds, deleteRows, inBatches, runBatch } from '../batches/index.ts'
import type { Context } from '../context.ts'

type Ctx = Pick<Context, 'db' | 'now'>

interface Expired {
  [column: string]: unknown
  id: string
}

/** Requests that one run looks up at a time. */
const PAGE = 100

/**
 * Deletes expired requests with their lists of files, in batches. The sweeper then removes the data files. The files of messages
 * stay with their messages. Returns the number of deleted requests.
 */
export async function expireRequests({ ctx, input }: { ctx: Ctx; input: Bounds }): Promise<number> {
  for (let total = 0; ; ) {
    const expired = await findExpired(ctx)
    for (const request of expired) {
      await runBatch({ ctx, input: { batch: (tx) => handFilesOver(tx, ctx, request) } })
      await deleteFiles(ctx, request, input)
      if (ctx.now() >= input.until) return total
      await runBatch({ ctx, input: { batch: (tx) => drop(tx, request) } })
      total += 1
    }
    if (expired.length < PAGE || ctx.now() >= input.until) return total
  }
}

async function findExpired({ db, now }: Ctx): Promise<Expired[]> {
  const { rows } = await db.execute<Expired>(sql`
    select id from person_requests
    where expires_at <= ${now().toISOString()}::timestamptz order by expires_at limit ${PAGE}`)
  return rows
}

async function deleteFiles(ctx: Ctx, { id }: Expired, bounds: Bounds): Promise<void> {
  const where = sql`request_id = ${id}`
  const step = deleteRows({ table: 'person_request_files', where, order: { position: 'int' } })
  await inBatches({
    ctx,
    input: { bounds, batch: (most) => runBatch({ ctx, input: { batch: (tx) => step(tx, most) } }) },
  })
}

/** Hands the data files to the removal. */
async function handFilesOver(tx: Transaction, { now }: Ctx, { id }: Expired): Promise<void> {
  await tx.execute(sql`
    insert into erased_files (key, erased_at)
    select key, ${now().toISOString()}::timestamptz from person_request_files where request_id = ${id} and kind = 'data'
    on conflict do nothing`)
}

async function drop(tx: Transaction, { id }: Expired): Promise<void> {
  await tx.execute(sql`delete from person_requests where id = ${id}`)
}
