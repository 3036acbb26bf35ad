import { createHash } from 'node:crypto'
import type { CampaignPacing } from '#shared/contracts/broadcast.ts'

/** After so many messages, drawn anew each time, it rests for longer, as somebody would who does it by hand. */
const BATCH = { min: 20, max: 30 }
const LONG_PAUSE_SECONDS = { min: 60, max: 120 }

/** A number in [0, 1) that is always the same for the same seed. */
function draw(seed: string): number {
  return createHash('sha256').update(seed).digest().readUIntBE(0, 6) / 2 ** 48
}

function between({ min, max }: { min: number; max: number }, seed: string): number {
  return min + (max - min) * draw(seed)
}

/**
 * How long a campaign leaves its session alone behind a message, its own or another's, in ms: evenly spread between the two delays. Of
 * several campaigns each draws anew behind each message, so that none is always the slower.
 */
export function gapMs(pacing: CampaignPacing, campaignId: string, behind: Date): number {
  const range = { min: pacing.minDelaySeconds, max: pacing.maxDelaySeconds }
  return Math.round(between(range, `gap:${campaignId}:${behind.getTime()}`) * 1000)
}

/** The long pause that follows a campaign's `sent`th message, in ms; 0 for most of them. */
export function longPauseMs(campaignId: string, sent: number): number {
  let end = 0
  for (let batch = 0; end < sent; batch++) {
    end += Math.floor(between({ min: BATCH.min, max: BATCH.max + 1 }, `batch:${campaignId}:${batch}`))
  }
  if (end !== sent || sent === 0) return 0
  return Math.round(between(LONG_PAUSE_SECONDS, `pause:${campaignId}:${sent}`) * 1000)
}

/** What so many further messages take on average, in ms. */
export function expectedMs(pacing: CampaignPacing, messages: number): number {
  const mean = ({ min, max }: { min: number; max: number }) => (min + max) / 2
  const gap = (pacing.minDelaySeconds + pacing.maxDelaySeconds) / 2
  return Math.round(messages * (gap + mean(LONG_PAUSE_SECONDS) / mean(BATCH)) * 1000)
}

/** What else of a session a campaign's next message has to mind. */
export interface SessionTraffic {
  /** When the last message of any campaign was accepted. */
  lastBroadcastAt: Date | null
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
  { lastBroadcastAt, lastSentAt }: SessionTraffic,
  gapBehind: (instant: Date) => number,
  longestMs: number,
): Date {
  const behind = (instant: Date | null) => (instant ? instant.getTime() + gapBehind(instant) : 0)
  const patience = dueAt.getTime() + longestMs
  return new Date(Math.max(dueAt.getTime(), behind(lastBroadcastAt), Math.min(behind(lastSentAt), patience)))
}
