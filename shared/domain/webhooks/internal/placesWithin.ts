import { eq, sql } from 'drizzle-orm'
import { apps, type Transaction, webhooks } from '#shared/database/index.ts'
import { TooManyWebhooks } from '#shared/errors/index.ts'
import { assertBelowCapWithin } from '../../accounts/index.ts'
import { webhooksOf } from '../loadWebhook.ts'

/** Limit of one owner: each event makes a delivery for each webhook. */
const MAX_WEBHOOKS = 20

/**
 * Locks the webhooks of an owner until the transaction ends, so that two concurrent calls cannot take the last place.
 * @param appId null for the operator
 */
export async function takeTurnWithin(tx: Transaction, appId: string | null): Promise<void> {
  if (appId === null)
    await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended('webhooks of the operator', 0))`)
  else await tx.select({ id: apps.id }).from(apps).where(eq(apps.id, appId)).for('no key update')
}

/**
 * Checks the number of an owner's webhooks, including a webhook that the transaction has written. The operator has no
 * account, and thus no cap of a plan.
 * @throws TooManyWebhooks, CapReached
 */
export async function assertBelowCapsWithin(tx: Transaction, appId: string | null, now: Date): Promise<void> {
  if ((await tx.$count(webhooks, webhooksOf(appId))) > MAX_WEBHOOKS)
    throw new TooManyWebhooks({ limit: MAX_WEBHOOKS, owner: appId === null ? 'operator' : 'app' })
  if (appId !== null) await assertBelowCapWithin(tx, { appId, now }, 'webhooks')
}
