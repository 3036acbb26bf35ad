import { createHash } from 'node:crypto'
import type { CampaignPacing } from '#shared/contracts/broadcast.ts'

/** After 20 to 30 messages, drawn anew each time, a session rests for longer, as somebody would who does it by hand. */
const BATCH = { mean: 25, spread: 5 }
const LONG_PAUSE_SECONDS = { min: 60, max: 120 }
/** The longest pause that there is. */
export const LONGEST_PAUSE_MS = LONG_PAUSE_SECONDS.max * 1000

/** A number in [0, 1) that is always the same for the same seed. */
function draw(seed: string): number {
  return createHash('sha256').update(seed).digest().readUIntBE(0, 6) / 2 ** 48
}

function between({ min, max }: { min: number; max: number }, seed: string): number {
  return min + (max - min) * draw(seed)
}

/**
 * How long a campaign leaves its session alone behind a message, its own or another's, in ms: evenly spread between the two delays. It
 * is the session's draw: if each campaign had its own, the shortest of them all would count.
 */
export function gapMs(pacing: CampaignPacing, sessionId: string, behind: Date): number {
  const range = { min: pacing.minDelaySeconds, max: pacing.maxDelaySeconds }
  return Math.round(between(range, `gap:${sessionId}:${behind.getTime()}`) * 1000)
}

/** The long pause that follows the `sent`th message of a session's campaigns, in ms; 0 for most of them. */
export function longPauseMs(sessionId: string, sent: number): number {
  const batch = Math.floor(sent / BATCH.mean)
  const late = Math.floor(draw(`batch:${sessionId}:${batch}`) * (BATCH.spread + 1))
  if (batch === 0 || sent !== batch * BATCH.mean + late) return 0
  return Math.round(between(LONG_PAUSE_SECONDS, `pause:${sessionId}:${sent}`) * 1000)
}

/** What so many further messages take on average, in ms. */
export function expectedMs(pacing: CampaignPacing, messages: number): number {
  const gap = (pacing.minDelaySeconds + pacing.maxDelaySeconds) / 2
  const pause = (LONG_PAUSE_SECONDS.min + LONG_PAUSE_SECONDS.max) / 2
  return Math.round(messages * (gap + pause / BATCH.mean) * 1000)
}

/** What else of a session a campaign's next message has to mind. */
export interface SessionTraffic {
  /** When the last message of any campaign was accepted. */
  lastBroadcastAt: Date | null
  /** The long pause that follows it, in ms. */
  restMs: number
  /** When the last message at all was. */
  lastSentAt: Date | null
}

/**
 * When a campaign's next message may go: not before its own time, and a gap behind whatever else its session sent. Campaigns never go
 * faster together than one alone; behind other messages that do not end, they wait for the longest delay and no longer.
 * @param gapBehind how long to stay behind a message of that instant, in ms
 * @param longestMs the longest delay
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
