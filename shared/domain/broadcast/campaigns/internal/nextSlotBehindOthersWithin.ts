import type { Transaction } from '#shared/database/index.ts'
import type { Context } from '../../../context.ts'
import { LONGEST_PAUSE_MS } from '../pacing.ts'
import { afterQuietHours } from '../quietHours.ts'
import type { CampaignRow } from '../view.ts'
import { countAheadWithin } from './queriesWithin.ts'

/**
 * Returns the time of a campaign's next step when other campaigns of the session have waited longer for the slot. The
 * campaign waits one shortest delay for each campaign ahead. Without this wait, a thousand campaigns would make a
 * thousand calls for each message.
 */
export async function nextSlotBehindOthersWithin(
  tx: Transaction,
  ctx: Pick<Context, 'settings'>,
  row: CampaignRow,
  slot: Date,
): Promise<Date> {
  const { pacing } = row
  const scale = ctx.settings.campaignTimeScale
  const longestMs = LONGEST_PAUSE_MS * scale
  // Campaigns with a later step are in quiet hours of their own.
  const ahead = await countAheadWithin(tx, row, new Date(slot.getTime() + longestMs))
  const ms = Math.min(ahead * pacing.minDelaySeconds * 1000 * scale, longestMs)
  return afterQuietHours(new Date(slot.getTime() + ms), pacing.quietHours)
}
