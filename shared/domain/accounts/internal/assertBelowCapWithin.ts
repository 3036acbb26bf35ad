import { type SQL, sql } from 'drizzle-orm'
import type { Plan } from '#shared/contracts/accounts.ts'
import type { Transaction } from '#shared/database/index.ts'
import { CapReached, NotFound } from '#shared/errors/index.ts'
import { CAPS, type Capped } from '../plans.ts'

/** Statements that count an account's rows as `used`, without deleted rows. Each statement uses an index on the app. */
const COUNTS: Readonly<Record<Capped, (apps: SQL, now: string) => SQL>> = {
  webhooks: (apps) =>
    sql`select count(*) as used from webhooks where app_id in ${apps} and deleted_at is null`,
  lists: (apps) =>
    sql`select count(*) as used from recipient_lists where app_id in ${apps} and deleted_at is null`,
  recipients: (apps) => sql`
    select (select coalesce(sum(size), 0) from recipient_lists where app_id in ${apps} and deleted_at is null)
      + (select coalesce(sum(size), 0) from campaigns
        where app_id in ${apps} and status <> 'completed' and deleted_at is null) as used`,
  drafts: (apps) =>
    sql`select count(*) as used from campaigns
      where app_id in ${apps} and status in ('draft', 'scheduled') and deleted_at is null`,
  runningCampaigns: (apps) =>
    sql`select count(*) as used from campaigns
      where app_id in ${apps} and status in ('running', 'paused') and deleted_at is null`,
  suppressions: (apps) => sql`select count(*) as used from broadcast_suppressions where app_id in ${apps}`,
  flows: (apps) => sql`select count(*) as used from flows where app_id in ${apps} and deleted_at is null`,
  steps: (apps) => sql`
    select count(*) as used from flows f join flow_steps s on s.flow_id = f.id
    where f.app_id in ${apps} and f.deleted_at is null`,
  uploads: (apps, now) => sql`
    select count(*) as used from upload_slots where app_id in ${apps} and expires_at > ${now}::timestamptz`,
  uploadBytes: (apps, now) => sql`
    select coalesce(sum(bytes), 0) as used from upload_slots
    where app_id in ${apps} and expires_at > ${now}::timestamptz`,
  personRequests: (apps) =>
    sql`select count(*) as used from person_requests where app_id in ${apps} and status = 'running'`,
}

/**
 * Checks a cap of an app's account, including the rows that the transaction has written so far. A transaction that adds
 * to the same cap waits for the end of this transaction, and then counts the rows of both. Concurrent requests
 * therefore cannot exceed the cap. The advisory lock belongs to the cap, and sends do not take it. Call this function
 * late in the transaction, because other transactions wait for the lock.
 * @param what name of the cap
 * @param adding number of rows that the transaction writes after the check
 * @throws CapReached; NotFound if the app does not exist
 */
export async function assertBelowCapWithin(
  tx: Transaction,
  { appId, now }: { appId: string; now: Date },
  what: Capped,
  adding = 0,
): Promise<void> {
  const { rows: accounts } = await tx.execute<{ id: string; plan: Plan }>(sql`
    select accounts.id, accounts.plan, pg_advisory_xact_lock(hashtextextended(${`cap:${what}:`} || accounts.id, 0))
    from apps join accounts on accounts.id = apps.account_id where apps.id = ${appId}`)
  const [account] = accounts
  if (!account) throw new NotFound({ what: 'App', id: appId })
  const limit = CAPS[account.plan][what]
  const apps = sql`(select id from apps where account_id = ${account.id} and deleted_at is null)`
  // The count must be a separate statement, which sees the rows that earlier holders of the lock have committed.
  const { rows } = await tx.execute<{ used: string }>(COUNTS[what](apps, now.toISOString()))
  if (Number(rows[0]?.used ?? 0) + adding > limit) throw new CapReached({ what, limit })
}
