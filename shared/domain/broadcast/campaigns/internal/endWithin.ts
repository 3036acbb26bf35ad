import { eq } from 'drizzle-orm'
import type { CampaignReason } from '#shared/contracts/broadcast.ts'
import type { EventData } from '#shared/contracts/events.ts'
import { campaigns, type Transaction } from '#shared/database/index.ts'
import { emit } from '../../../events/index.ts'
import { returnUnits } from '../../../usage/index.ts'
import { type CampaignRow, emptyTally, tally } from '../view.ts'

/** Final status of a campaign, with the reason of a failure. */
export type Ending = { status: 'completed' | 'cancelled' } | { status: 'failed'; reason: CampaignReason }

/**
 * Ends a locked campaign: emits the event, and refunds the units of recipients without a message. These recipients
 * stay `pending`. The connector still sends accepted messages.
 */
export async function endWithin(
  tx: Transaction,
  row: CampaignRow,
  ending: Ending,
  now: Date,
): Promise<CampaignRow> {
  const reason = 'reason' in ending ? ending.reason : null
  const [ended] = await tx
    .update(campaigns)
    .set({ status: ending.status, reason, step: row.step + 1, nextAt: null, endedAt: now, updatedAt: now })
    .where(eq(campaigns.id, row.id))
    .returning()
  if (!ended) throw new Error(`Campaign ${row.id} was not locked. Lock the campaign before the change.`)
  const { counts, failures, skipped, untouched } =
    (await tally({ ctx: { db: tx }, input: [row.id] })).get(row.id) ?? emptyTally()
  const { id, name, appId, sessionId, chargedMonth: month } = ended
  const data: EventData<'campaign.completed'> = {
    id,
    name,
    session: sessionId,
    status: ending.status,
    ...(reason && { reason }),
    counts,
    failures,
    skipped,
  }
  await emit({
    ctx: { db: tx },
    input: [{ type: 'campaign.completed', appId, sessionId, data, occurredAt: now }],
  })
  if (month !== null && untouched > 0) {
    await returnUnits({ ctx: { db: tx }, input: { appId, counter: 'broadcast', units: untouched, month } })
  }
  return ended
}
