import { type SQL, type SQLWrapper, sql } from 'drizzle-orm'

/**
 * Builds the name of an event's lane. First attempts of a lane run one after another, so that a webhook receives the
 * events of a chat in order.
 */
export function laneOf({ sessionId, chat }: Record<'sessionId' | 'chat', SQLWrapper>): SQL<string> {
  return sql<string>`concat(${sessionId}, ':', ${chat})`
}

/**
 * Tells whether a delivery holds back its lane. A delivery does so until its first attempt ends. A replayed delivery
 * does not.
 */
export function leadsLane({ attempts, replays }: { attempts: number; replays: number }): boolean {
  return attempts === 0 && replays === 0
}

/** Builds the condition that a webhook has a delivery in the lane without an ended first attempt. */
export function isBusyIn(lane: SQLWrapper, webhookId: SQLWrapper): SQL<boolean> {
  return sql<boolean>`exists (select 1 from deliveries earlier where earlier.webhook_id = ${webhookId} and earlier.lane = ${lane} and (
    earlier.state = 'waiting' or (earlier.state = 'pending' and earlier.attempts = 0 and earlier.replays = 0)))`
}
