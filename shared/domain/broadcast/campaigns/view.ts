import { sql } from 'drizzle-orm'
import { z } from 'zod'
import {
  CAMPAIGN_REASONS,
  CAMPAIGN_STATUSES,
  CAMPAIGN_TYPES,
  type CampaignRecipientStatus,
  campaignCountsSchema,
  campaignFailuresSchema,
  campaignPacingSchema,
  type RecipientError,
} from '#shared/contracts/broadcast.ts'
import { messageContentSchema } from '#shared/contracts/messages.ts'
import { arrayParam, type campaigns, type Queryable } from '#shared/database/index.ts'
import { expectedMs } from './pacing.ts'
import { readyAt } from './quietHours.ts'

export type CampaignRow = typeof campaigns.$inferSelect

/** Campaign as the API shows it. */
export const campaignSchema = z.object({
  id: z.string().meta({ example: 'cmp_4fG7hJ2kL9mNpQrStUvW' }),
  name: z.string().meta({ example: 'Spring sale' }),
  session: z.string().meta({ example: 'YoNofiM9vtHy' }),
  status: z.enum(CAMPAIGN_STATUSES),
  reason: z.enum(CAMPAIGN_REASONS).optional().meta({ description: 'Reason for a pause or a failure' }),
  type: z.enum(CAMPAIGN_TYPES),
  content: messageContentSchema,
  pacing: campaignPacingSchema,
  typing: z.boolean(),
  counts: campaignCountsSchema,
  progress: z
    .number()
    .meta({ description: 'Percentage of the recipients that are no longer pending', example: 42 }),
  failures: campaignFailuresSchema,
  readyAt: z.iso
    .datetime()
    .nullable()
    .meta({ description: 'Estimated time of the last message, while the campaign is scheduled or running' }),
  scheduledAt: z.iso.datetime().nullable(),
  startedAt: z.iso.datetime().nullable(),
  endedAt: z.iso.datetime().nullable(),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
})
export type CampaignView = z.infer<typeof campaignSchema>

/** Progress of the recipients of a campaign. */
export interface Tally {
  counts: CampaignView['counts']
  failures: Record<string, number>
  /** Number of recipients whose message has not been accepted. */
  untouched: number
}

interface TallyRow {
  [column: string]: unknown
  campaignId: string
  status: CampaignRecipientStatus
  error: RecipientError | null
  count: number
  untouched: number
}

/** Counts the recipients of campaigns, by campaign. */
export async function tally({
  ctx: { db },
  input: campaignIds,
}: {
  ctx: { db: Queryable }
  input: readonly string[]
}): Promise<Map<string, Tally>> {
  const { rows } = await db.execute<TallyRow>(sql`
    select campaign_id as "campaignId", status, error, count(*)::int as count,
      (count(*) filter (where status = 'pending' and accepted_at is null))::int as untouched
    from campaign_recipients where campaign_id = any(${arrayParam(campaignIds)}::text[])
    group by campaign_id, status, error`)
  const tallies = new Map(campaignIds.map((id) => [id, emptyTally()]))
  for (const row of rows) {
    const mine = tallies.get(row.campaignId)
    if (!mine) continue
    mine.counts.total += row.count
    mine.counts[row.status] += row.count
    mine.untouched += row.untouched
    if (row.error) mine.failures[row.error] = (mine.failures[row.error] ?? 0) + row.count
  }
  return tallies
}

/** Returns the tally of a campaign without recipients. */
export function emptyTally(): Tally {
  const counts = { total: 0, pending: 0, sent: 0, delivered: 0, read: 0, failed: 0, skipped: 0 }
  return { counts, failures: {}, untouched: 0 }
}

/** Converts a campaign's row and tally to the API's form. */
export function toCampaignView(row: CampaignRow, { counts, failures, untouched }: Tally): CampaignView {
  const iso = (instant: Date | null) => instant?.toISOString() ?? null
  return {
    id: row.id,
    name: row.name,
    session: row.sessionId,
    status: row.status,
    ...(row.reason && { reason: row.reason }),
    type: row.type as CampaignView['type'],
    content: row.content,
    pacing: row.pacing,
    typing: row.typing,
    counts,
    // Rounded down: 100 means that no recipient is pending, even of 10,000.
    progress:
      counts.total === 0 ? 0 : Math.floor(((counts.total - counts.pending) / counts.total) * 1000) / 10,
    failures,
    readyAt: iso(estimateReady(row, untouched)),
    scheduledAt: iso(row.scheduledAt),
    startedAt: iso(row.startedAt),
    endedAt: iso(row.endedAt),
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  }
}

/** Estimates the time of the last message. The next message goes at `nextAt`, and a gap precedes each later message. */
function estimateReady(row: CampaignRow, untouched: number): Date | null {
  if (!row.nextAt || (row.status !== 'running' && row.status !== 'scheduled')) return null
  return readyAt(row.nextAt, expectedMs(row.pacing, Math.max(0, untouched - 1)), row.pacing.quietHours)
}
