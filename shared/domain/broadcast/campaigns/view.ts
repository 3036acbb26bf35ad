import { sql } from 'drizzle-orm'
import { z } from 'zod'
import {
  type CampaignRecipientStatus,
  campaignCountsSchema,
  campaignFailuresSchema,
  campaignPacingSchema,
  campaignReasonSchema,
  campaignSkippedSchema,
  campaignStatusSchema,
  campaignTypeSchema,
  type RecipientError,
} from '#shared/contracts/broadcast.ts'
import { messageContentSchema } from '#shared/contracts/messages.ts'
import { arrayParam, type campaigns, type Queryable } from '#shared/database/index.ts'
import { expectedMs } from './pacing.ts'
import { readyAt } from './quietHours.ts'

export type CampaignRow = typeof campaigns.$inferSelect

const EXAMPLE = {
  id: 'cmp_4fG7hJ2kL9mNpQrSt5vW',
  name: 'Spring sale',
  session: 'YoNofiM9vtHy',
  status: 'running',
  type: 'text',
  content: { text: 'Hello {{name}}, our spring sale begins today!' },
  pacing: { minDelaySeconds: 4, maxDelaySeconds: 12, quietHours: null },
  typing: false,
  counts: { total: 100, pending: 58, sent: 2, delivered: 10, read: 27, failed: 2, skipped: 1 },
  progress: 42,
  failures: { not_on_whatsapp: 1, rejected_by_whatsapp: 2 },
  skipped: { not_on_whatsapp: 1 },
  readyAt: '2026-06-24T10:41:00.000Z',
  scheduledAt: null,
  startedAt: '2026-06-24T10:22:00.000Z',
  endedAt: null,
  createdAt: '2026-06-24T10:22:00.000Z',
  updatedAt: '2026-06-24T10:30:00.000Z',
}

/** Campaign as the API shows it. */
export const campaignSchema = z
  .object({
    id: z.string().meta({ description: 'Campaign ID', example: EXAMPLE.id }),
    name: z.string().meta({ description: 'Name of the campaign', example: EXAMPLE.name }),
    session: z.string().meta({ description: 'Session that sends the messages', example: EXAMPLE.session }),
    status: campaignStatusSchema,
    reason: campaignReasonSchema.optional(),
    type: campaignTypeSchema,
    content: messageContentSchema.meta({
      id: 'CampaignContent',
      description: 'Content of the messages, with placeholders as in the request',
      example: EXAMPLE.content,
    }),
    pacing: campaignPacingSchema,
    typing: z
      .boolean()
      .meta({ description: 'True if the campaign shows typing before each message', example: false }),
    counts: campaignCountsSchema,
    progress: z.number().meta({
      description:
        'Percentage of the recipients that are no longer pending, rounded down to one decimal place',
      example: EXAMPLE.progress,
    }),
    failures: campaignFailuresSchema,
    skipped: campaignSkippedSchema,
    readyAt: z.iso.datetime().nullable().meta({
      description: 'Estimated time of the last message; null unless the campaign is scheduled or running',
      example: EXAMPLE.readyAt,
    }),
    scheduledAt: z.iso.datetime().nullable().meta({
      description: 'Scheduled start; null for a start by a request',
      example: '2026-06-24T10:22:00.000Z',
    }),
    startedAt: z.iso
      .datetime()
      .nullable()
      .meta({ description: 'Time of the start; null before the start', example: EXAMPLE.startedAt }),
    endedAt: z.iso.datetime().nullable().meta({
      description: 'Time at which the campaign was completed, cancelled or failed; null before the end',
      example: '2026-06-24T10:41:00.000Z',
    }),
    createdAt: z.iso.datetime().meta({ description: 'Time of the creation', example: EXAMPLE.createdAt }),
    updatedAt: z.iso.datetime().meta({ description: 'Time of the last change', example: EXAMPLE.updatedAt }),
  })
  .meta({
    id: 'Campaign',
    description: 'A broadcast of one message to many recipients, with its progress',
    example: EXAMPLE,
  })
export type CampaignView = z.infer<typeof campaignSchema>

/** Progress of the recipients of a campaign. */
export interface Tally {
  counts: CampaignView['counts']
  failures: Record<string, number>
  skipped: Record<string, number>
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
    if (row.error === null) continue
    mine.failures[row.error] = (mine.failures[row.error] ?? 0) + row.count
    if (row.status === 'skipped') mine.skipped[row.error] = (mine.skipped[row.error] ?? 0) + row.count
  }
  return tallies
}

/** Returns the tally of a campaign without recipients. */
export function emptyTally(): Tally {
  const counts = { total: 0, pending: 0, sent: 0, delivered: 0, read: 0, failed: 0, skipped: 0 }
  return { counts, failures: {}, skipped: {}, untouched: 0 }
}

/** Converts a campaign's row and tally to the API's form. */
export function toCampaignView(
  row: CampaignRow,
  { counts, failures, skipped, untouched }: Tally,
): CampaignView {
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
    skipped,
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
