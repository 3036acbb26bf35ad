import { type SQL, type SQLWrapper, sql } from 'drizzle-orm'

/** The first attempts of a lane follow one another: the events of one chat reach a webhook in order. */
export function laneOf({ sessionId, chat }: Record<'sessionId' | 'chat', SQLWrapper>): SQL<string> {
  return sql<string>`concat(${sessionId}, ':', ${chat})`
}

/** Whether a delivery holds the others of its lane back: it has not had its first attempt. What is replayed stands outside. */
export function leadsLane({ attempts, replays }: { attempts: number; replays: number }): boolean {
  return attempts === 0 && replays === 0
}

/**
 * Makes whoever adds to a lane and whoever takes from it wait for each other, until their transactions end: neither may miss what the
 * other does. What reads the lane is a statement behind the one that holds this: a statement sees what was there when it began.
 */
export function laneLock(lane: SQLWrapper): SQL {
  return sql`pg_advisory_xact_lock(hashtextextended(${lane}, 0))`
}

/** Whether a webhook has not had its first attempt at something earlier in a lane. */
export function isBusyIn(lane: string, webhookId: SQLWrapper): SQL<boolean> {
  return sql<boolean>`exists (select 1 from deliveries earlier where earlier.webhook_id = ${webhookId} and earlier.lane = ${lane} and (
    earlier.state = 'waiting' or (earlier.state = 'pending' and earlier.attempts = 0 and earlier.replays = 0)))`
}
