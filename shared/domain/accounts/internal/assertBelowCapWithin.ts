import { type SQL, sql } from 'drizzle-orm'
import type { Plan } from '#shared/contracts/accounts.ts'
import type { Transaction } from '#shared/database/index.ts'
import { CapReached, NotFound } from '#shared/errors/index.ts'
import { CAPS, type Capped } from '../plans.ts'

/** How many an account has, without deleted ones, as a statement that answers `used`. Each goes by an index from the account's apps. */
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
  flows: (apps) => sql`select count(*) as used from flows where app_id in ${apps} and deleted_at is null`,
  steps: (apps) => sql`
    select count(*) as used from flows f join flow_steps s on s.flow_id = f.id
    where f.app_id in ${apps} and f.deleted_at is null`,
  uploads: (apps, now) => sql`
    select count(*) as used from upload_slots where app_id in ${apps} and expires_at > ${now}::timestamptz`,
  uploadBytes: (apps, now) => sql`
    select coalesce(sum(bytes), 0) as used from upload_slots
    where app_id in ${apps} and expires_at > ${now}::timestamptz`,
}

/**
 * Checks a cap of an app's account, with what the transaction has written so far. Whoever adds to the same cap waits until the transaction
 * ends, and then counts its rows too: no number of requests at once passes the cap. The lock is the cap's own, an advisory one: sends do
 * not take it. Ask late in the transaction.
 * @param adding how many are still to be written
 * @throws CapReached, NotFound for an app that is gone
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
  // A statement of its own: it sees what those committed who had the lock before.
  const { rows } = await tx.execute<{ used: string }>(COUNTS[what](apps, now.toISOString()))
  if (Number(rows[0]?.used ?? 0) + adding > limit) throw new CapReached({ what, limit })
}
