import { and, desc, getTableColumns, sql } from 'drizzle-orm'
import { z } from 'zod'
import type { MessageContent } from '#shared/contracts/messages.ts'
import { campaigns } from '#shared/database/index.ts'
import { decodeCursor, type Page, toPage, whileFits } from '#shared/pagination.ts'
import type { AppContext } from '../../context.ts'
import { campaignsOf } from './loadCampaign.ts'
import { type CampaignView, emptyTally, tally, toCampaignView } from './view.ts'

const sortKey = z.tuple([z.iso.datetime(), z.string()])
const newestFirst = sql`${campaigns.createdAt} desc, ${campaigns.id} desc`

/** Lists the app's campaigns, newest first. */
export async function listCampaigns({
  ctx,
  input,
}: {
  ctx: AppContext
  input: { limit: number; cursor?: string | undefined }
}): Promise<Page<CampaignView>> {
  const after = decodeCursor(input.cursor, sortKey)
  const rows = await ctx.db
    .select({
      ...getTableColumns(campaigns),
      content: whileFits<MessageContent>(campaigns.content, newestFirst),
    })
    .from(campaigns)
    .where(
      and(
        campaignsOf(ctx.appId),
        after && sql`(${campaigns.createdAt}, ${campaigns.id}) < (${after[0]}::timestamptz, ${after[1]})`,
      ),
    )
    .orderBy(desc(campaigns.createdAt), desc(campaigns.id))
    .limit(input.limit + 1)
  const tallies = await tally({ ctx, input: rows.map(({ id }) => id) })
  return toPage(
    rows,
    input.limit,
    (row) => [row.createdAt.toISOString(), row.id],
    ({ content, ...row }) =>
      content && toCampaignView({ ...row, content }, tallies.get(row.id) ?? emptyTally()),
  )
}
