import { and, asc, eq, getTableColumns, gt, sql } from 'drizzle-orm'
import { z } from 'zod'
import { flowRunEntries } from '#shared/database/index.ts'
import { decodeCursor, type Page, toPage, whileFits } from '#shared/pagination.ts'
import type { AppContext } from '../../context.ts'
import type { Line } from '../transcript.ts'
import { loadRun } from './loadRun.ts'
import type { EntryRow } from './row.ts'
import { toLine } from './view.ts'

const sortKey = z.tuple([z.int()])

/**
 * Lists the lines of a conversation's transcript, oldest first.
 * @throws NotFound
 */
export async function listTranscript({
  ctx,
  input,
}: {
  ctx: AppContext
  input: { flowId: string; runId: string; limit: number; cursor?: string | undefined }
}): Promise<Page<Line>> {
  const { id } = await loadRun({ ctx, input })
  const after = decodeCursor(input.cursor, sortKey)
  const { runId, number, data } = flowRunEntries
  const rows = await ctx.db
    .select({
      ...getTableColumns(flowRunEntries),
      data: whileFits<EntryRow['data']>(data, sql`${number}`),
    })
    .from(flowRunEntries)
    .where(and(eq(runId, id), eq(flowRunEntries.appId, ctx.appId), after && gt(number, after[0])))
    .orderBy(asc(number))
    .limit(input.limit + 1)
  return toPage(
    rows,
    input.limit,
    (row) => [row.number],
    ({ data, ...row }) => data && toLine({ ...row, data }),
  )
}
