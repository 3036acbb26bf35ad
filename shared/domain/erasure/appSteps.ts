import { sql } from 'drizzle-orm'
import type { Database } from '#shared/database/index.ts'
import { deleteRows, runBatch } from '../batches/index.ts'
import { deleteCampaignsOf } from '../broadcast/index.ts'
import { type ErasureContext, inTransactions, type Step } from './steps.ts'
import { dropParent } from './thingSteps.ts'

const CHILDREN = ['webhooks', 'flows', 'recipient_lists'] as const

/**
 * Lists the steps that delete an app. The steps mark the app's children as deleted, wait for their erasure, and delete
 * the rest.
 */
export function appSteps(ctx: ErasureContext, id: string): Step[] {
  const { db } = ctx
  const drop = (
    table: string,
    where = sql`app_id = ${id}`,
    order: Record<string, string> = { app_id: 'text' },
  ) => inTransactions(db, deleteRows({ table, where, order }))
  return [
    ...CHILDREN.map((table) => markChildren(ctx, table, id)),
    (rows) => deleteCampaignsOf({ ctx, input: { appId: id, most: rows } }),
    () => waitForChildren(db, id),
    drop('events'),
    drop('broadcast_suppressions', undefined, { app_id: 'text', person: 'text' }),
    drop('idempotency_keys', sql`api_key_id in (select id from api_keys where app_id = ${id})`, {
      api_key_id: 'text',
      key: 'text',
    }),
    drop('api_keys'),
    dropParent(db, 'apps', id),
  ]
}

function markChildren({ db, now }: ErasureContext, table: string, appId: string): Step {
  const from = sql.identifier(table)
  return async (rows) =>
    await runBatch({
      ctx: { db },
      input: {
        batch: async (tx) => {
          const marked = await tx.execute(sql`
        update ${from} set deleted_at = ${now().toISOString()}::timestamptz where id = any (array(
          select id from ${from} where app_id = ${appId} and deleted_at is null limit ${rows}))`)
          return marked.rowCount ?? 0
        },
      },
    })
}

async function waitForChildren(db: Database, appId: string): Promise<number | 'blocked'> {
  const tables = ['sessions', 'campaigns', ...CHILDREN]
  const children = tables.map(
    (table) => sql`exists (select 1 from ${sql.identifier(table)} where app_id = ${appId})`,
  )
  const { rows } = await db.execute<{ isBlocked: boolean }>(
    sql`select ${sql.join(children, sql` or `)} as "isBlocked"`,
  )
  return rows[0]?.isBlocked ? 'blocked' : 0
}
