import { type SQL, sql } from 'drizzle-orm'
import type { EventType } from '#shared/contracts/events.ts'
import { CursorOfAnotherLog } from '#shared/errors/index.ts'
import type { AppContext } from '../context.ts'
import { LATEST, type Place } from './cursor.ts'

/** Most events that one statement examines. A filter may leave out all of them. */
export const EXAMINED = 5_000

/** The events of a page, without their data, and the place of the next page. */
export interface FoundEvents {
  found: { id: string; place: Place }[]
  next: Place
  /** True if the statement has examined all events of the app. */
  isEnd: boolean
}

interface Row {
  [column: string]: unknown
  horizon: string
  id: string | null
  xid: string
  seq: string
  isShown: boolean
}

/**
 * Examines the next events of the app in the order of the log, and finds those that the caller asks for. The statement reads the oldest
 * running transaction in the same snapshot as the events.
 * @throws CursorOfAnotherLog
 */
export async function readPlaces({
  ctx,
  input: { after, limit, types, sessions },
}: {
  ctx: Pick<AppContext, 'db' | 'appId'>
  input: {
    after: Place | typeof LATEST
    limit: number
    types: readonly EventType[]
    /** Null: all sessions. */
    sessions: readonly string[] | null
  }
}): Promise<FoundEvents> {
  const place: SQL =
    after === LATEST ? sql`false` : sql`(e.xid, e.seq) > (${after.xid}::xid8, ${after.seq}::bigint)`
  const isOpened = sessions ? sql`and e.session_id = any(${sql.param(sessions)}::text[])` : sql``
  const { rows } = await ctx.db.execute<Row>(sql`
    with now as materialized (select pg_snapshot_xmin(pg_current_snapshot()) as horizon),
    examined as (
      select e.id, e.xid, e.seq, e.type = any(${sql.param(types)}::text[]) ${isOpened} as "isShown"
      from events e, now
      where e.app_id = ${ctx.appId} and e.xid < now.horizon and ${place}
      order by e.xid, e.seq limit ${EXAMINED})
    select now.horizon, examined.* from now left join examined on true order by examined.xid, examined.seq`)
  const examined = rows.filter(({ id }) => id !== null)
  const shown = examined.filter(({ isShown }) => isShown).slice(0, limit + 1)
  const found = shown.map(({ id, ...row }) => ({ id: id as string, place: toPlace(row) }))
  const isEnd = examined.length < EXAMINED
  const last = examined.at(-1)
  const end = { xid: rows[0]?.horizon ?? '0', seq: 0 }
  if (after !== LATEST && BigInt(after.xid) > BigInt(end.xid)) throw new CursorOfAnotherLog()
  return { found, next: isEnd || !last ? end : toPlace(last), isEnd }
}

const toPlace = ({ xid, seq }: Pick<Row, 'xid' | 'seq'>): Place => ({ xid, seq: Number(seq) })
