import { z } from 'zod'
import { decodeCursor, encodeCursor } from '#shared/pagination.ts'

/** Longest wait for a new event, in seconds. */
export const EVENT_WAIT_SECONDS = 20
/** The cursor of the present: only later events follow. */
export const LATEST = 'latest'

/**
 * A place in the log of events. The order is by the id of the transaction that wrote an event, and then by its number. A page ends before
 * the oldest transaction that still runs, because that transaction may commit events with a lower place than events that are
 * visible. So no event is skipped, however late it commits.
 */
export interface Place {
  xid: string
  seq: number
}

/** The place before all events. */
export const START: Place = { xid: '0', seq: 0 }

const key = z.tuple([z.string().regex(/^\d{1,20}$/), z.int().min(0)])

/**
 * Reads the cursor of a place.
 * @throws ValidationFailed
 */
export function decodePlace(cursor: string): Place {
  const [xid, seq] = decodeCursor(cursor, key, 'after') ?? ['0', 0]
  return { xid, seq }
}

/** Encodes a place as a cursor. */
export function encodePlace({ xid, seq }: Place): string {
  return encodeCursor([xid, seq])
}
