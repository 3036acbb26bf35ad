import { and, desc, getTableColumns, sql } from 'drizzle-orm'
import { z } from 'zod'
import { flows } from '#shared/database/index.ts'
import { decodeCursor, type Page, toPage, whileFits } from '#shared/pagination.ts'
import type { AppContext } from '../../context.ts'
import { assertOwnApp, flowsOf } from './loadFlow.ts'
import { type FlowRow, type FlowView, toFlowView } from './view.ts'

const sortKey = z.tuple([z.iso.datetime(), z.string()])
const newestFirst = sql`${flows.createdAt} desc, ${flows.id} desc`

/**
 * Lists the app's flows, newest first.
 * @throws NotFound for another app
 */
export async function listFlows({
  ctx,
  input,
}: {
  ctx: AppContext
  input: { appId?: string | undefined; limit: number; cursor?: string | undefined }
}): Promise<Page<FlowView>> {
  assertOwnApp(ctx, input.appId)
  const after = decodeCursor(input.cursor, sortKey)
  const rows = await ctx.db
    .select({
      ...getTableColumns(flows),
      triggerValue: whileFits<FlowRow['triggerValue']>(flows.triggerValue, newestFirst),
    })
    .from(flows)
    .where(
      and(
        flowsOf(ctx.appId),
        after && sql`(${flows.createdAt}, ${flows.id}) < (${after[0]}::timestamptz, ${after[1]})`,
      ),
    )
    .orderBy(desc(flows.createdAt), desc(flows.id))
    .limit(input.limit + 1)
  return toPage(
    rows,
    input.limit,
    (row) => [row.createdAt.toISOString(), row.id],
    ({ triggerValue, ...row }) => triggerValue && toFlowView({ ...row, triggerValue }),
  )
}
