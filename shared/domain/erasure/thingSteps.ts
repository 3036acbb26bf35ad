import { type SQL, sql } from 'drizzle-orm'
import type { Database } from '#shared/database/index.ts'
import { deleteRows, runBatch } from '../batches/index.ts'
import { inTransactions, type Step } from './steps.ts'

/** Takes a webhook apart: deliveries with their attempts, then the webhook. */
export function webhookSteps(db: Database, id: string): Step[] {
  const where = sql`webhook_id = ${id}`
  return [
    inTransactions(db, deleteRows({ table: 'deliveries', where, order: { seq: 'bigint' } })),
    dropParent(db, 'webhooks', id),
  ]
}

/** Takes a campaign apart: its recipients, then the campaign. */
export function campaignSteps(db: Database, id: string): Step[] {
  const where = sql`campaign_id = ${id}`
  return [
    inTransactions(db, deleteRows({ table: 'campaign_recipients', where, order: { position: 'int' } })),
    dropParent(db, 'campaigns', id),
  ]
}

/** Takes a list apart: its recipients, then the list. */
export function listSteps(db: Database, id: string): Step[] {
  const where = sql`list_id = ${id}`
  return [
    inTransactions(db, deleteRows({ table: 'list_recipients', where, order: { phone: 'text' } })),
    dropParent(db, 'recipient_lists', id),
  ]
}

/** Takes a flow apart: conversations with their transcripts, versions, steps, then the flow. */
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

/** Makes the last step of a thing: its own row. A row that was added to it meanwhile goes with it by the foreign key. */
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
