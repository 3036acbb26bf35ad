import { eq, sql } from 'drizzle-orm'
import { type Database, sessions } from '#shared/database/index.ts'
import { deleteRows, type Rows, runBatch } from '../batches/index.ts'
import { endCampaignsOf } from '../broadcast/index.ts'
import { endPendingStep } from '../messages/index.ts'
import { type Deleted, type ErasureContext, inTransactions, type Step } from './steps.ts'

/**
 * Lists the steps that delete a session. Campaigns and pending messages end first. An event that a webhook has not received yet
 * stays until its delivery succeeds or the event is too old.
 */
export function sessionSteps(ctx: ErasureContext, { id, appId }: Pick<Deleted, 'id' | 'appId'>): Step[] {
  const where = sql`session_id = ${id}`
  const drop = (rows: Rows) => inTransactions(ctx.db, deleteRows(rows))
  return [
    (rows) => endCampaignsOf({ ctx, input: { appId, sessionId: id, most: rows } }),
    endPendingStep(ctx, id),
    drop({ table: 'whatsapp_keys', where, order: { type: 'text', id: 'text' } }),
    drop({ table: 'message_recipients', where, order: { message_id: 'text', jid: 'text' } }),
    drop({
      table: 'message_answers',
      where,
      order: { message_id: 'text', message_sender: 'text', voter: 'text' },
    }),
    drop({ table: 'late_changes', where, order: { target_id: 'text', sender: 'text', id: 'text' } }),
    drop({
      table: 'messages',
      where: sql`${where} and status <> 'PENDING'`,
      order: { id: 'text', sender: 'text' },
    }),
    drop({ table: 'inbox', where, order: { hash: 'text' } }),
    drop({ table: 'contacts', where, order: { jid: 'text' } }),
    drop({ table: 'chats', where, order: { jid: 'text' } }),
    drop({ table: 'lid_mappings', where, order: { lid: 'text' } }),
    drop({ table: 'usernames', where, order: { lid: 'text' } }),
    drop({ table: 'groups', where, order: { id: 'text' } }),
    drop({ table: 'requests', where, order: { id: 'text' } }),
    drop({ table: 'flow_runs', where, order: { chat: 'text', id: 'text' } }),
    drop({
      table: 'events',
      where: sql`${where} and handled_at is not null`,
      unless: sql`exists (
        select 1 from deliveries d where d.event_id = events.id and d.state in ('waiting', 'pending'))`,
      order: { seq: 'bigint' },
    }),
    () => forgetInWebhooks(ctx.db, id),
    () => dropSession(ctx.db, id),
  ]
}

/**
 * Deletes a session's row if no messages are left. If a slow request has accepted a message meanwhile, the next run
 * deletes the row.
 */
async function dropSession(db: Database, id: string): Promise<number> {
  return await runBatch({
    ctx: { db },
    input: {
      batch: async (tx) => {
        // A request that accepts a message holds this lock. The statement after the lock therefore sees the message.
        await tx.select({ id: sessions.id }).from(sessions).where(eq(sessions.id, id)).for('update')
        await tx.execute(sql`
      delete from sessions where id = ${id} and deleted_at is not null
        and not exists (select 1 from messages where session_id = ${id})`)
        return 0
      },
    },
  })
}

/**
 * Removes a session from the lists of webhooks. The id stays while an event of the session waits for its deliveries. A
 * remaining id does no harm: no answer shows the id, and no session gets the id again.
 */
async function forgetInWebhooks(db: Database, id: string): Promise<number> {
  await db.execute(sql`
    update webhooks set sessions = array_remove(sessions, ${id})
    where app_id = (select app_id from sessions where id = ${id}) and ${id} = any(sessions)
      and not exists (select 1 from events where session_id = ${id} and handled_at is null)`)
  return 0
}
