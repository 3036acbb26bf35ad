import { stringify } from 'csv-stringify/sync'
import { sql } from 'drizzle-orm'
import { answerBytes, PAGE_BYTES } from '#shared/pagination.ts'
import type { AppContext } from '../../context.ts'
import {
  type CampaignRecipient,
  listCampaignRecipients,
  type RecipientFilter,
} from './listCampaignRecipients.ts'
import { loadCampaign } from './loadCampaign.ts'

const BATCH = 1_000
const COLUMNS = ['phone', 'name', 'surname', 'status', 'error', 'messageId', 'acceptedAt', 'username']
/** Limit of columns for variables. Above the limit, one column holds all variables of a recipient as JSON. */
const MAX_VARIABLES = 200

/**
 * Part of an export. All parts together make one file, so only the first part has the byte order mark and the header.
 */
export interface ExportPart {
  csv: string
  /** Cursor of the next part; null at the end. */
  nextCursor: string | null
}

/**
 * Exports recipients of a campaign as CSV, as many as one answer holds, with a column for each variable. Escapes
 * cells that a spreadsheet would read as a formula.
 * @throws NotFound, ValidationFailed for a cursor of another list
 */
export async function exportRecipients({
  ctx,
  input,
}: {
  ctx: AppContext
  input: { id: string; cursor?: string | undefined } & RecipientFilter
}): Promise<ExportPart> {
  const { id } = await loadCampaign({ ctx, input: { id: input.id } })
  const toRow = rowMaker(await variablesOf(ctx, id))
  const isFirst = input.cursor === undefined
  let csv = isFirst ? stringify([toRow.header], { bom: true }) : ''
  let bytes = answerBytes(csv)
  let cursor = input.cursor
  for (;;) {
    const page = await listCampaignRecipients({ ctx, input: { ...input, limit: BATCH, cursor } })
    const rows = stringify(page.items.map(toRow.of), { escape_formulas: true })
    bytes += answerBytes(rows)
    // The CSV of a page has at most 1.6 times the bytes of its JSON, so that the first page always fits.
    if (cursor !== input.cursor && bytes > PAGE_BYTES) return { csv, nextCursor: cursor ?? null }
    csv += rows
    cursor = page.pagination.nextCursor ?? undefined
    if (cursor === undefined) return { csv, nextCursor: null }
  }
}

/**
 * Reads the names of a campaign's variables, which are the same for each part. Returns null above the limit of
 * columns.
 */
async function variablesOf(ctx: AppContext, campaignId: string): Promise<string[] | null> {
  const { rows } = await ctx.db.execute<{ name: string }>(sql`
    select distinct jsonb_object_keys(variables) as name from campaign_recipients
    where campaign_id = ${campaignId} and app_id = ${ctx.appId} order by 1 limit ${MAX_VARIABLES + 1}`)
  return rows.length > MAX_VARIABLES ? null : rows.map(({ name }) => name)
}

function rowMaker(names: string[] | null) {
  const cells = ({ variables }: CampaignRecipient) => {
    if (names === null) return [JSON.stringify(variables)]
    // `constructor` is a valid name of a column.
    return names.map((name) => (Object.hasOwn(variables, name) ? variables[name] : undefined))
  }
  return {
    header: [...COLUMNS, ...(names ?? ['variables'])],
    of: (recipient: CampaignRecipient) => [
      ...COLUMNS.map((column) => recipient[column as keyof CampaignRecipient]),
      ...cells(recipient),
    ],
  }
}
