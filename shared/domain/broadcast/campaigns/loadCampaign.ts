import { and, eq, isNull } from 'drizzle-orm'
import { campaigns, type Queryable, type Transaction } from '#shared/database/index.ts'
import { NotFound } from '#shared/errors/index.ts'
import type { AppContext } from '../../context.ts'
import { type CampaignRow, type CampaignView, emptyTally, tally, toCampaignView } from './view.ts'

/**
 * Loads a campaign of the app.
 * @throws NotFound also for a campaign of another app
 */
export async function loadCampaign(
  ctx: Pick<AppContext, 'appId'> & { db: Queryable },
  id: string,
): Promise<CampaignRow> {
  return found(await ctx.db.select().from(campaigns).where(owned(ctx, id)), id)
}

/**
 * Loads a campaign of the app, and locks its row until the transaction ends.
 * @throws NotFound
 */
export async function lockCampaign(tx: Transaction, ctx: AppContext, id: string): Promise<CampaignRow> {
  return found(await tx.select().from(campaigns).where(owned(ctx, id)).for('update'), id)
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
  return await viewOf(ctx.db, await loadCampaign(ctx, input.id))
}

/** Converts a campaign's row to the API's form, with the counts of its recipients. */
export async function viewOf(db: Queryable, row: CampaignRow): Promise<CampaignView> {
  return toCampaignView(row, (await tally(db, [row.id])).get(row.id) ?? emptyTally())
}

/** Builds the condition that finds the campaigns of an app, except deleted campaigns. */
export function campaignsOf(appId: string) {
  return and(eq(campaigns.appId, appId), isNull(campaigns.deletedAt))
}

function owned(ctx: Pick<AppContext, 'appId'>, id: string) {
  return and(eq(campaigns.id, id), campaignsOf(ctx.appId))
}

function found([row]: CampaignRow[], id: string): CampaignRow {
  if (!row) throw new NotFound({ what: 'Campaign', id })
  return row
}
