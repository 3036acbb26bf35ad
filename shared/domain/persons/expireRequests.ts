import { sql } from 'drizzle-orm'
import type { Transaction } from '#shared/database/index.ts'
import { type Bounds, deleteRows, inBatches, runBatch } from '../batches/index.ts'
import type { Context } from '../context.ts'
import { exportKey } from './exportKey.ts'

type Ctx = Pick<Context, 'db' | 'now'>

interface Expired {
  [column: string]: unknown
  id: string
  appId: string
  parts: number
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
      await deleteFiles(ctx, request, input)
      if (ctx.now() >= input.until) return total
      await runBatch({ ctx, input: { batch: (tx) => drop(tx, ctx, request) } })
      total += 1
    }
    if (expired.length < PAGE || ctx.now() >= input.until) return total
  }
}

async function findExpired({ db, now }: Ctx): Promise<Expired[]> {
  const { rows } = await db.execute<Expired>(sql`
    select id, app_id as "appId", parts from person_requests
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

/** Deletes the row, and hands the data files to the removal. A dead run may have stored one file more than the row knows. */
async function drop(tx: Transaction, { now }: Ctx, { id, appId, parts }: Expired): Promise<void> {
  const keys = Array.from({ length: parts + 1 }, (_, index) => exportKey(appId, id, index + 1))
  await tx.execute(sql`
    with gone as (delete from person_requests where id = ${id} and kind = 'export' returning 1)
    insert into erased_files (key, erased_at)
    select key, ${now().toISOString()}::timestamptz from unnest(${sql.param(keys)}::text[]) as key, gone
    on conflict do nothing`)
  await tx.execute(sql`delete from person_requests where id = ${id}`)
}
