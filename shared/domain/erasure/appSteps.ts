import { sql } from 'drizzle-orm'
import { OPERATOR_EVENT_TYPES } from '#shared/contracts/events.ts'
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
    (rows) => expirePersonRequests(ctx, id, rows),
    () => waitForChildren(db, id),
    () => waitForOperator(db, id),
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

/** Expires the requests about persons. The sweeper deletes expired requests with their files. */
async function expirePersonRequests(
  { db, now }: ErasureContext,
  appId: string,
  rows: number,
): Promise<number> {
  return await runBatch({
    ctx: { db },
    input: {
      batch: async (tx) => {
        const at = now().toISOString()
        const expired = await tx.execute(sql`
          update person_requests set status = 'completed', expires_at = ${at}::timestamptz where id = any (array(
            select id from person_requests
            where app_id = ${appId} and (expires_at is null or expires_at > ${at}::timestamptz) limit ${rows}))`)
        return expired.rowCount ?? 0
      },
    },
  })
}

async function waitForChildren(db: Database, appId: string): Promise<number | 'blocked'> {
  const tables = ['sessions', 'campaigns', 'person_requests', ...CHILDREN]
  const children = tables.map(
    (table) => sql`exists (select 1 from ${sql.identifier(table)} where app_id = ${appId})`,
  )
  const { rows } = await db.execute<{ isBlocked: boolean }>(
    sql`select ${sql.join(children, sql` or `)} as "isBlocked"`,
  )
  return rows[0]?.isBlocked ? 'blocked' : 0
}

/** Waits for the deliveries of the app's events to the operator, which a deletion of the events would end. */
async function waitForOperator(db: Database, appId: string): Promise<number | 'blocked'> {
  const types = sql.join(OPERATOR_EVENT_TYPES, sql`, `)
  const { rows } = await db.execute<{ isBlocked: boolean }>(sql`
    select exists (
      select 1 from webhooks w join deliveries d on d.webhook_id = w.id and d.state in ('waiting', 'pending')
      join events e on e.id = d.event_id
      where w.app_id is null and w.deleted_at is null and e.app_id = ${appId}
    ) or exists (
      select 1 from events where app_id = ${appId} and handled_at is null and type in (${types})
    ) as "isBlocked"`)
  return rows[0]?.isBlocked ? 'blocked' : 0
}
