import { createHash } from 'node:crypto'
import type { CampaignPacing } from '#shared/contracts/broadcast.ts'

/** After 20 to 30 messages, a session makes a long pause, as a person would. Each batch has a new random size. */
const BATCH = { mean: 25, spread: 5 }
const LONG_PAUSE_SECONDS = { min: 60, max: 120 }
/** Longest possible pause, in ms. */
export const LONGEST_PAUSE_MS = LONG_PAUSE_SECONDS.max * 1000

/** Draws a number in [0, 1). The same seed always gives the same number. */
function draw(seed: string): number {
  return createHash('sha256').update(seed).digest().readUIntBE(0, 6) / 2 ** 48
}

function between({ min, max }: { min: number; max: number }, seed: string): number {
  return min + (max - min) * draw(seed)
}

/**
 * Returns the gap after the message at `behind`, in ms, uniform between the two delays. All campaigns of a session draw
 * the same gap. With a gap for each campaign, the shortest gap would decide the pace.
 */
export function gapMs(pacing: CampaignPacing, sessionId: string, behind: Date): number {
  const range = { min: pacing.minDelaySeconds, max: pacing.maxDelaySeconds }
  return Math.round(between(range, `gap:${sessionId}:${behind.getTime()}`) * 1000)
}

/** Returns the long pause after the `sent`th message of a session's campaigns, in ms; 0 after most messages. */
export function longPauseMs(sessionId: string, sent: number): number {
  const batch = Math.floor(sent / BATCH.mean)
  const late = Math.floor(draw(`batch:${sessionId}:${batch}`) * (BATCH.spread + 1))
  if (batch === 0 || sent !== batch * BATCH.mean + late) return 0
  return Math.round(between(LONG_PAUSE_SECONDS, `pause:${sessionId}:${sent}`) * 1000)
}

/** Returns the average time for further messages, in ms. */
export function expectedMs(pacing: CampaignPacing, messages: number): number {
  const gap = (pacing.minDelaySeconds + pacing.maxDelaySeconds) / 2
  const pause = (LONG_PAUSE_SECONDS.min + LONG_PAUSE_SECONDS.max) / 2
  return Math.round(messages * (gap + pause / BATCH.mean) * 1000)
}

/** Traffic of a session that delays the next message of a campaign. */
export interface SessionTraffic {
  /** Time at which the last message of any campaign was accepted. */
  lastBroadcastAt: Date | null
  /** Long pause after the last campaign message, in ms. */
  restMs: number
  /** Time of the last message from any source. */
  lastSentAt: Date | null
}

/**
 * Returns the slot of a campaign's next message: not before `dueAt`, and a gap after the last message of its session.
 * All campaigns together are never faster than one campaign alone. If other messages do not end, the campaign waits
 * at most for the longest delay.
 * @param gapBehind returns the gap after a message at an instant, in ms
 * @param longestMs longest delay, in ms
 */
export function slotAt(
  dueAt: Date,
  { lastBroadcastAt, restMs, lastSentAt }: SessionTraffic,
  gapBehind: (instant: Date) => number,
  longestMs: number,
): Date {
  const behind = (instant: Date | null) => (instant ? instant.getTime() + gapBehind(instant) : 0)
  const patience = dueAt.getTime() + longestMs
  const ownTurn = Math.max(dueAt.getTime(), behind(lastBroadcastAt) + restMs)
  return new Date(Math.max(ownTurn, Math.min(behind(lastSentAt), patience)))
}
