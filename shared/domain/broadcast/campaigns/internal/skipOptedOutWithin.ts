import { sql } from 'drizzle-orm'
import type { Transaction } from '#shared/database/index.ts'
import { isSuppressed } from '../../../suppressions/index.ts'
import type { CampaignRow } from '../view.ts'

/** Skips the recipients of a campaign that are on the suppression list at the start. */
export async function skipOptedOutWithin(tx: Transaction, { id }: Pick<CampaignRow, 'id'>): Promise<void> {
  await tx.execute(sql`
    update campaign_recipients r set status = 'skipped', error = 'opted_out'
    where campaign_id = ${id} and status = 'pending' and ${isSuppressed(sql`r.app_id`, sql`r.phone`)}`)
}
