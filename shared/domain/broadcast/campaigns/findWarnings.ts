import { sql } from 'drizzle-orm'
import { z } from 'zod'
import type { Queryable } from '#shared/database/index.ts'
import { foldText } from '../../chatbot/foldText.ts'
import type { Context } from '../../context.ts'
import { placeholdersIn } from '../placeholders.ts'
import { type CampaignView, campaignSchema } from './view.ts'

/** Bound of the names of variables that the search reads. Beyond it, the search reports no placeholder. */
const MAX_NAMES = 10_000
/** Number of recipients that the first search reads. */
const SAMPLE = 100
const MAX_WARNINGS = 50
/** Bound of one statement of the search, in ms. The search delays the response to a request whose campaign has started. */
const SEARCH_WITHIN_MS = 1_500

const WARNING = { placeholder: 'nmae', recipients: 100 }

/** Campaign as its creation shows it. */
export const createdCampaignSchema = campaignSchema
  .extend({
    warnings: z
      .array(
        z.object({
          placeholder: z
            .string()
            .meta({ description: 'Name of the placeholder, as written', example: WARNING.placeholder }),
          recipients: z.number().int().meta({
            description: 'Number of recipients without a value for the placeholder',
            example: WARNING.recipients,
          }),
        }),
      )
      .meta({
        description: `The placeholders for which no recipient has a value, probably by a mistake; at most ${MAX_WARNINGS}`,
        example: [WARNING],
      }),
  })
  .meta({
    id: 'CreatedCampaign',
    description: 'A new campaign, with warnings about its placeholders',
    example: { ...(campaignSchema.meta()?.example as object), warnings: [WARNING] },
  })
export type CreatedCampaign = z.infer<typeof createdCampaignSchema>

/**
 * Adds the warnings about the placeholders to a new campaign. The campaign is committed, so that a search that fails or takes too
 * long leaves the warnings empty.
 */
export async function withWarnings({
  ctx: { db, log },
  input: campaign,
}: {
  ctx: Pick<Context, 'db' | 'log'>
  input: CampaignView
}): Promise<CreatedCampaign> {
  const { id, content, counts } = campaign
  const names = placeholdersIn(content.text ?? content.caption ?? '')
  const search = () =>
    db.transaction(async (tx) => {
      await tx.execute(sql`select set_config('statement_timeout', ${String(SEARCH_WITHIN_MS)}, true)`)
      return await findUnknown(tx, id, names)
    })
  const unknown =
    names.length === 0
      ? []
      : await search().catch((err: unknown) => {
          log.warn({ err, campaignId: id }, 'campaign.warnings_left')
          return []
        })
  return {
    ...campaign,
    warnings: unknown.map((placeholder) => ({ placeholder, recipients: counts.total })),
  }
}

/** Returns the names for which no recipient of a campaign has a value. */
async function findUnknown(db: Queryable, campaignId: string, names: readonly string[]): Promise<string[]> {
  const { rows: own } = await db.execute<{ name: string }>(sql`
    select unnest(array_remove(array[
      case when bool_or(name <> '') then 'name' end,
      case when bool_or(surname <> '') then 'surname' end,
      case when bool_or(phone not like '%@%') then 'phone' end
    ], null)) as name from campaign_recipients where campaign_id = ${campaignId}`)
  let unknown = without(names, own)
  // The first recipients have most variables of a campaign, so that few campaigns need the second search.
  for (const most of [SAMPLE, null]) {
    if (unknown.length === 0) return []
    const { rows } = await db.execute<{ name: string }>(sql`
      select distinct v.key as name from (
        select variables from campaign_recipients where campaign_id = ${campaignId} order by position limit ${most}
      ) r, jsonb_each_text(r.variables) as v where v.value <> '' limit ${MAX_NAMES + 1}`)
    if (rows.length > MAX_NAMES) return []
    unknown = without(unknown, rows)
  }
  return unknown.slice(0, MAX_WARNINGS)
}

/** Returns the names that differ from all known names in more than case and accents. */
function without(names: readonly string[], known: readonly { name: string }[]): string[] {
  const folded = new Set(known.map(({ name }) => foldText(name)))
  return names.filter((name) => !folded.has(foldText(name)))
}
