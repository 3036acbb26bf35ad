import type { Transaction } from '#shared/database/index.ts'
import type { Context } from '../../../context.ts'
import { LONGEST_PAUSE_MS } from '../pacing.ts'
import { afterQuietHours } from '../quietHours.ts'
import type { CampaignRow } from '../view.ts'
import { countAheadWithin } from './queriesWithin.ts'

/**
 * When to look again for a slot that other campaigns of the session take first, because they have waited longer. Each of them takes its
 * shortest delay at least: if all looked whenever the next may go, a thousand campaigns would make a thousand calls a message.
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
  // Those whose turn is further away are in quiet hours of their own.
  const ahead = await countAheadWithin(tx, row, new Date(slot.getTime() + longestMs))
  const ms = Math.min(ahead * pacing.minDelaySeconds * 1000 * scale, longestMs)
  return afterQuietHours(new Date(slot.getTime() + ms), pacing.quietHours)
}
