import { and, eq, isNull } from 'drizzle-orm'
import { campaigns, type Queryable } from '#shared/database/index.ts'
import { NotFound } from '#shared/errors/index.ts'
import type { AppContext } from '../../context.ts'
import { type CampaignRow, type CampaignView, emptyTally, tally, toCampaignView } from './view.ts'

/** The app's own campaign of that id.
 * @throws NotFound also for another app's */
export async function loadCampaign({
  ctx,
  input: { id },
}: {
  ctx: Pick<AppContext, 'appId'> & { db: Queryable }
  input: { id: string }
}): Promise<CampaignRow> {
  return foundCampaign(await ctx.db.select().from(campaigns).where(ownCampaign(ctx, id)), id)
}

/** A campaign with how far it is.
 * @throws NotFound */
export async function getCampaign({
  ctx,
  input,
}: {
  ctx: AppContext
  input: { id: string }
}): Promise<CampaignView> {
  return await viewOf({ ctx, input: await loadCampaign({ ctx, input: { id: input.id } }) })
}

/** A campaign's row with how far its recipients are, as its users see it. */
export async function viewOf({
  ctx: { db },
  input: row,
}: {
  ctx: { db: Queryable }
  input: CampaignRow
}): Promise<CampaignView> {
  return toCampaignView(row, (await tally({ ctx: { db }, input: [row.id] })).get(row.id) ?? emptyTally())
}

/** The condition that finds the campaigns of an app, without those that are deleted. */
export function campaignsOf(appId: string) {
  return and(eq(campaigns.appId, appId), isNull(campaigns.deletedAt))
}

/** The condition that finds the app's own campaign. */
export function ownCampaign(ctx: Pick<AppContext, 'appId'>, id: string) {
  return and(eq(campaigns.id, id), campaignsOf(ctx.appId))
}

/** Returns the campaign that a query found.
 * @throws NotFound */
export function foundCampaign([row]: CampaignRow[], id: string): CampaignRow {
  if (!row) throw new NotFound({ what: 'Campaign', id })
  return row
}
