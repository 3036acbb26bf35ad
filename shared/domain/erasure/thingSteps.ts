import { type SQL, sql } from 'drizzle-orm'
import type { Database } from '#shared/database/index.ts'
import { deleteRows, runBatch } from '../batches/index.ts'
import { inTransactions, type Step } from './steps.ts'

/** Lists the steps that delete a webhook: its deliveries with their attempts, then the webhook. */
export function webhookSteps(db: Database, id: string): Step[] {
  const where = sql`webhook_id = ${id}`
  return [
    inTransactions(db, deleteRows({ table: 'deliveries', where, order: { seq: 'bigint' } })),
    dropParent(db, 'webhooks', id),
  ]
}

/** Lists the steps that delete a campaign: its recipients, then the campaign. */
export function campaignSteps(db: Database, id: string): Step[] {
  const where = sql`campaign_id = ${id}`
  return [
    inTransactions(db, deleteRows({ table: 'campaign_recipients', where, order: { position: 'int' } })),
    dropParent(db, 'campaigns', id),
  ]
}

/** Lists the steps that delete a recipient list: its recipients, then the list. */
export function listSteps(db: Database, id: string): Step[] {
  const where = sql`list_id = ${id}`
  return [
    inTransactions(db, deleteRows({ table: 'list_recipients', where, order: { phone: 'text' } })),
    dropParent(db, 'recipient_lists', id),
  ]
}

/** Lists the steps that delete a flow: its runs with their transcripts, its versions, its steps, then the flow. */
export function flowSteps(db: Database, id: string): Step[] {
  const where = sql`flow_id = ${id}`
  const drop = (table: string, order: Record<string, string>) =>
    inTransactions(db, deleteRows({ table, where, order }))
  return [
    drop('flow_runs', { seq: 'bigint' }),
    drop('flow_versions', { number: 'int' }),
    drop('flow_steps', { seq: 'bigint' }),
    dropParent(db, 'flows', id),
  ]
}

/**
 * Creates the last step of an item, which deletes the item's own row. The foreign key also deletes child rows that were
 * added meanwhile.
 */
export function dropParent(db: Database, table: string, id: string, unless: SQL = sql`false`): Step {
  return async () =>
    await runBatch({
      ctx: { db },
      input: {
        batch: async (tx) => {
          await tx.execute(sql`
        delete from ${sql.identifier(table)} where id = ${id} and deleted_at is not null and not (${unless})`)
          return 0
        },
      },
    })
}
