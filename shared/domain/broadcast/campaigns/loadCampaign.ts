import { and, eq, isNull } from 'drizzle-orm'
import { campaigns, type Queryable } from '#shared/database/index.ts'
import { NotFound } from '#shared/errors/index.ts'
import type { AppContext } from '../../context.ts'
import { type CampaignRow, type CampaignView, emptyTally, tally, toCampaignView } from './view.ts'

/**
 * Loads a campaign of the app.
 * @throws NotFound also for a campaign of another app
 */
export async function loadCampaign({
  ctx,
  input: { id },
}: {
  ctx: Pick<AppContext, 'appId'> & { db: Queryable }
  input: { id: string }
}): Promise<CampaignRow> {
  return foundCampaign(await ctx.db.select().from(campaigns).where(ownCampaign(ctx, id)), id)
}

/**
 * Returns a campaign with the counts of its recipients.
 * @throws NotFound
 */
export async function getCampaign({
  ctx,
  input,
}: {
  ctx: AppContext
  input: { id: string }
}): Promise<CampaignView> {
  return await viewOf({ ctx, input: await loadCampaign({ ctx, input: { id: input.id } }) })
}

/** Converts a campaign's row to the API's form, with the counts of its recipients. */
export async function viewOf({
  ctx: { db },
  input: row,
}: {
  ctx: { db: Queryable }
  input: CampaignRow
}): Promise<CampaignView> {
  return toCampaignView(row, (await tally({ ctx: { db }, input: [row.id] })).get(row.id) ?? emptyTally())
}

/** Builds the condition that finds the campaigns of an app, except deleted campaigns. */
export function campaignsOf(appId: string) {
  return and(eq(campaigns.appId, appId), isNull(campaigns.deletedAt))
}

/** Builds the condition that finds one campaign of the app. */
export function ownCampaign(ctx: Pick<AppContext, 'appId'>, id: string) {
  return and(eq(campaigns.id, id), campaignsOf(ctx.appId))
}

/**
 * Returns the first row of a query for one campaign.
 * @throws NotFound if the query found no row
 */
export function foundCampaign([row]: CampaignRow[], id: string): CampaignRow {
  if (!row) throw new NotFound({ what: 'Campaign', id })
  return row
}
