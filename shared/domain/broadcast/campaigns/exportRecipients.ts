import { stringify } from 'csv-stringify/sync'
import type { AppContext } from '../../context.ts'
import { type CampaignRecipient, listCampaignRecipients, type RecipientFilter } from './listRecipients.ts'

const BATCH = 10_000
const COLUMNS = ['phone', 'name', 'surname', 'status', 'error', 'messageId', 'acceptedAt']

/**
 * All recipients of a campaign as CSV, with a column for each variable. Cells that a spreadsheet would take for a formula are escaped.
 * @throws NotFound
 */
export async function exportRecipients({
  ctx,
  input,
}: {
  ctx: AppContext
  input: { id: string } & RecipientFilter
}): Promise<string> {
  const all: CampaignRecipient[] = []
  let cursor: string | undefined
  do {
    const page = await listCampaignRecipients({ ctx, input: { ...input, limit: BATCH, cursor } })
    all.push(...page.items)
    cursor = page.pagination.nextCursor ?? undefined
  } while (cursor !== undefined)
  const variables = [...new Set(all.flatMap((recipient) => Object.keys(recipient.variables)))]
  return stringify(
    [
      [...COLUMNS, ...variables],
      ...all.map((recipient) => [
        ...COLUMNS.map((column) => recipient[column as keyof CampaignRecipient]),
        // `constructor` is a column like any other.
        ...variables.map((name) =>
          Object.hasOwn(recipient.variables, name) ? recipient.variables[name] : undefined,
        ),
      ]),
    ],
    { escape_formulas: true, bom: true },
  )
}
