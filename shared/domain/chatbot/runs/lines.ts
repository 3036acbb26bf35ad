import { and, asc, eq, gt, inArray, sql } from 'drizzle-orm'
import { flowRunEntries } from '#shared/database/index.ts'
import { answerBytes, PAGE_BYTES } from '#shared/pagination.ts'
import type { AppContext } from '../../context.ts'
import type { Line } from '../transcript.ts'
import type { RunRow } from './row.ts'
import { toLine } from './view.ts'

/** Limits of the last lines that a conversation shows: number and bytes. `listTranscript` lists all lines. */
export const LINES_SHOWN = 200
const LINES_BYTES = 1_000_000

type Ctx = Pick<AppContext, 'db' | 'appId'>
type Ref = Pick<RunRow, 'id' | 'entries'>

/**
 * Reads the last lines of each run's transcript, in order, within one page. A run whose lines exceed the page, and
 * each later run, has no entry in the result.
 */
export async function linesOf({
  ctx,
  input: runs,
}: {
  ctx: Ctx
  input: readonly Ref[]
}): Promise<Map<string, Line[]>> {
  const from = await firstLines(ctx, runs)
  const fitting = [...from.keys()]
  if (fitting.length === 0) return new Map()
  const rows = await ctx.db
    .select()
    .from(flowRunEntries)
    .where(
      and(
        eq(flowRunEntries.appId, ctx.appId),
        inArray(flowRunEntries.runId, fitting),
        gt(
          flowRunEntries.number,
          sql`(${JSON.stringify(Object.fromEntries(from))}::jsonb ->> ${flowRunEntries.runId})::int`,
        ),
      ),
    )
    .orderBy(asc(flowRunEntries.runId), asc(flowRunEntries.number))
  const lines = new Map<string, Line[]>(fitting.map((id) => [id, []]))
  for (const row of rows) lines.get(row.runId)?.push(toLine(row))
  for (const [id, all] of lines) lines.set(id, lastWithin(all, LINES_BYTES))
  return lines
}

/** Finds, for each run within the page, the number of the line before the first shown line. */
async function firstLines(ctx: Ctx, runs: readonly Ref[]): Promise<Map<string, number>> {
  const { rows } = await ctx.db.execute<{ id: string; first: number; bytes: number }>(sql`
    select run_id as id, min(number)::int - 1 as first, sum(bytes)::int as bytes
    from (
      select run_id, number, octet_length(data::text) as bytes,
        sum(octet_length(data::text)) over (partition by run_id order by number desc) as tail
      from flow_run_entries e join jsonb_to_recordset(${JSON.stringify(runs)}::jsonb) as r (id text, entries int) on r.id = e.run_id
      where e.app_id = ${ctx.appId} and e.number > r.entries - ${LINES_SHOWN}::int
    ) sized
    where tail <= ${LINES_BYTES} group by run_id`)
  const found = new Map(rows.map((row) => [row.id, row]))
  const first = new Map<string, number>()
  let bytes = 0
  for (const { id, entries } of runs) {
    bytes += found.get(id)?.bytes ?? 0
    if (first.size > 0 && bytes > PAGE_BYTES) break
    first.set(id, found.get(id)?.first ?? entries)
  }
  return first
}

/** Returns the last lines within a number of bytes, at least one line. */
export function lastWithin(lines: readonly Line[], most: number): Line[] {
  let bytes = 0
  const first = lines.findLastIndex((line) => {
    bytes += answerBytes(line)
    return bytes > most
  })
  return lines.slice(Math.min(first + 1, lines.length - 1))
}
