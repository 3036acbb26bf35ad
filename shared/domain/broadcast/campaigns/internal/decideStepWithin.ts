import type { Obstacle, RecipientError } from '#shared/contracts/broadcast.ts'
import { MAX_TEXT } from '#shared/contracts/sizes.ts'
import type { Transaction } from '#shared/database/index.ts'
import type { Context } from '../../../context.ts'
import { personalise } from '../../placeholders.ts'
import { gapMs, LONGEST_PAUSE_MS, longPauseMs, slotAt } from '../pacing.ts'
import { TOO_SHORT_TO_WAIT_MS } from '../publishTicks.ts'
import { afterQuietHours } from '../quietHours.ts'
import type { CampaignRow } from '../view.ts'
import type { Ending } from './endWithin.ts'
import { nextSlotBehindOthersWithin } from './nextSlotBehindOthersWithin.ts'
import {
  type CampaignRecipientRow,
  isOptedOutWithin,
  isUnderWayWithin,
  nextRecipientWithin,
  readTrafficWithin,
} from './queriesWithin.ts'
import { readSessionStateWithin } from './readSessionStateWithin.ts'

/** Next action of a campaign. */
export type CampaignDecision =
  | { do: 'end'; ending: Ending }
  | { do: 'pause'; reason: Obstacle }
  | { do: 'wait'; until: Date }
  | { do: 'skip'; recipient: CampaignRecipientRow; error: RecipientError }
  | { do: 'type'; recipient: CampaignRecipientRow; partition: number }
  | { do: 'send'; recipient: CampaignRecipientRow; text: string; partition: number; nth: number }

type Ctx = Pick<Context, 'settings' | 'now'>

/**
 * Wait, in ms, for a session without a connector. Another connector takes over within seconds. A message that is
 * accepted before the take-over could expire.
 */
const HAND_OVER_MS = 5_000

/** Bounds of the wait, in ms, between two checks of the last messages. The wait grows with each check. */
const CHECK_AGAIN_MS = { least: 1_000, most: 60_000 }

/** Decides the next action of a running campaign. The caller has locked the campaign and the traffic of its session. */
export async function decideStepWithin(
  tx: Transaction,
  ctx: Ctx,
  row: CampaignRow,
): Promise<CampaignDecision> {
  const now = ctx.now()
  const first = await nextRecipientWithin(tx, row, { knownOnly: false })
  if (!first) return await decideTheEnd(tx, row, now)
  const session = await readSessionStateWithin(tx, row, now)
  if (session.is === 'gone') return { do: 'end', ending: { status: 'failed', reason: session.why } }
  if (session.is === 'held_up') return { do: 'pause', reason: session.by }
  if (session.is === 'changing_hands') return { do: 'wait', until: new Date(now.getTime() + HAND_OVER_MS) }

  const recipient = session.reachoutTimelocked
    ? await nextRecipientWithin(tx, row, { knownOnly: true })
    : first
  if (!recipient) return { do: 'pause', reason: 'reachout_timelock' }
  if (await isOptedOutWithin(tx, recipient)) return { do: 'skip', recipient, error: 'opted_out' }
  const text = personalise(row.content.text ?? row.content.caption ?? '', recipient)
  const error = findTextError(row, text)
  if (error) return { do: 'skip', recipient, error }

  const { slot, nth } = await slotOf(tx, ctx, row, now)
  const until = afterQuietHours(slot > now ? slot : now, row.pacing.quietHours)
  if (until.getTime() - now.getTime() > TOO_SHORT_TO_WAIT_MS)
    return { do: 'wait', until: await nextSlotBehindOthersWithin(tx, ctx, row, until) }

  const { partition } = session
  if (row.typing && row.typingTo !== recipient.position) return { do: 'type', recipient, partition }
  return { do: 'send', recipient, text, partition, nth }
}

/**
 * Decides for a campaign whose messages are all accepted. The campaign ends when WhatsApp has each message or the
 * message has failed, whether or not the session still exists.
 */
async function decideTheEnd(tx: Transaction, row: CampaignRow, now: Date): Promise<CampaignDecision> {
  if (!(await isUnderWayWithin(tx, row))) return { do: 'end', ending: { status: 'completed' } }
  const waited = now.getTime() - (row.dueAt?.getTime() ?? 0)
  const { least, most } = CHECK_AGAIN_MS
  return { do: 'wait', until: new Date(now.getTime() + Math.min(Math.max(waited / 2, least), most)) }
}

/** Returns the campaign's next slot, and the position of its message among all campaign messages of the session. */
async function slotOf(tx: Transaction, ctx: Ctx, row: CampaignRow, now: Date) {
  const scale = ctx.settings.campaignTimeScale
  const longestMs = row.pacing.maxDelaySeconds * 1000 * scale
  const since = new Date(now.getTime() - longestMs - LONGEST_PAUSE_MS * scale)
  const { broadcasts, ...sent } = await readTrafficWithin(tx, row, since)
  const restMs = longPauseMs(row.sessionId, broadcasts) * scale
  const gapBehind = (instant: Date) => gapMs(row.pacing, row.sessionId, instant) * scale
  const slot = slotAt(row.dueAt ?? now, { ...sent, restMs }, gapBehind, longestMs)
  return { slot, nth: broadcasts + 1 }
}

/** Returns the reason for which a text cannot be sent, or null. */
function findTextError({ type }: CampaignRow, text: string): RecipientError | null {
  if (text.length > MAX_TEXT) return 'text_too_long'
  return type === 'text' && text.trim() === '' ? 'empty_text' : null
}
