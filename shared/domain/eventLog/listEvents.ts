import { setTimeout as sleep } from 'node:timers/promises'
import { inArray } from 'drizzle-orm'
import { EVENT_TYPES, type EventType, type WebhookBody } from '#shared/contracts/events.ts'
import { events } from '#shared/database/index.ts'
import { NotFound } from '#shared/errors/index.ts'
import { answerBytes, PAGE_BYTES, type Page } from '#shared/pagination.ts'
import type { AppContext } from '../context.ts'
import { describeEvent } from '../deliveries/index.ts'
import { loadSession } from '../sessions/index.ts'
import { decodePlace, encodePlace, LATEST, type Place, START } from './cursor.ts'
import { type FoundEvents, readPlaces } from './readPlaces.ts'

/** Pauses between two looks for a new event, in ms: short at first, because most waits follow an event. */
const FIRST_PAUSE_MS = 100
const LONGEST_PAUSE_MS = 1_000

/**
 * Lists the events of the app in the order of the log, oldest first. Each page has the cursor of the next page, also if the page is empty.
 * With `waitSeconds`, an empty page waits for an event. Events of a pairing need a key that may pair.
 * @throws NotFound for a session that the app or the key does not have
 * @throws ValidationFailed for another text than a cursor
 */
export async function listEvents({
  ctx,
  input,
}: {
  ctx: AppContext
  input: {
    after?: string | undefined
    types?: readonly EventType[] | undefined
    session?: string | undefined
    limit: number
    waitSeconds: number
    /** False if the caller may not see QR codes. */
    mayPair: boolean
    /** Aborted when the caller has gone. */
    signal: AbortSignal
  }
}): Promise<Page<WebhookBody>> {
  const { session, limit } = input
  const sessions = session === undefined ? (ctx.keySessions ?? null) : [session]
  if (session !== undefined && ctx.keySessions && !ctx.keySessions.includes(session))
    throw new NotFound({ what: 'Session', id: session })
  if (session !== undefined) await loadSession({ ctx, input: { id: session } })
  const types = (input.types ?? EVENT_TYPES).filter((type) => input.mayPair || type !== 'session.qr')
  const until = Date.now() + input.waitSeconds * 1_000
  let after = placeOf(input.after)
  for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
    const read = await readPlaces({ ctx, input: { after, limit, types, sessions } })
    if (read.found.length > 0) return await toPage(ctx, read, limit)
    after = read.next
    const isOver = Date.now() + pause > until || input.signal.aborted
    if (read.isEnd && isOver) return pageOf([], limit, read.next)
    if (read.isEnd) await sleep(pause, undefined, { signal: input.signal }).catch(() => undefined)
  }
}

function placeOf(after: string | undefined): Place | typeof LATEST {
  if (after === undefined) return START
  return after === LATEST ? LATEST : decodePlace(after)
}

/** Loads the events of a page. The page ends before the event that would exceed its bytes. */
async function toPage(
  ctx: AppContext,
  { found, next }: FoundEvents,
  limit: number,
): Promise<Page<WebhookBody>> {
  const shown = found.slice(0, limit)
  const ids = shown.map(({ id }) => id)
  const rows = new Map(
    (await ctx.db.select().from(events).where(inArray(events.id, ids))).map((row) => [row.id, row]),
  )
  const items: WebhookBody[] = []
  let bytes = 0
  let last: Place | undefined
  for (const { id, place } of shown) {
    const row = rows.get(id)
    const item = row && (await describeEvent({ ctx, input: { event: row, inlineLimitBytes: 0 } }))
    bytes += item ? answerBytes(item) : 0
    if (items.length > 0 && bytes > PAGE_BYTES) return pageOf(items, limit, last ?? next)
    // The sweeper may have deleted the event meanwhile.
    if (item) items.push(item)
    last = place
  }
  return pageOf(items, limit, found.length > limit && last ? last : next)
}

function pageOf(items: WebhookBody[], limit: number, next: Place): Page<WebhookBody> {
  return { items, pagination: { limit, nextCursor: encodePlace(next) } }
}
