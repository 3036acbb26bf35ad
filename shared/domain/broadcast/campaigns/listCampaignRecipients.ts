import { and, asc, eq, getTableColumns, gt, sql } from 'drizzle-orm'
import { z } from 'zod'
import { campaignRecipientStatusSchema, RECIPIENT_ERRORS } from '#shared/contracts/broadcast.ts'
import { campaignRecipients } from '#shared/database/index.ts'
import { decodeCursor, type Page, toPage, whileFits } from '#shared/pagination.ts'
import { usernameOf } from '#shared/username.ts'
import type { AppContext } from '../../context.ts'
import { identitiesOf } from '../../usernames/index.ts'
import { jidOfAddress } from '../address.ts'
import { listRecipientSchema } from '../lists/view.ts'
import type { CampaignRecipientRow } from './internal/queriesWithin.ts'
import { loadCampaign } from './loadCampaign.ts'

/** Recipient of a campaign as the API shows it. */
export const campaignRecipientSchema = z
  .object({
    ...listRecipientSchema.shape,
    username: z.string().nullable().meta({
      description: 'Current username of the person; null if there is none or it is unknown',
      example: 'ayse.yilmaz',
    }),
    status: campaignRecipientStatusSchema,
    error: z
      .enum(RECIPIENT_ERRORS)
      .optional()
      .meta({
        description:
          'Reason of the status `failed` or `skipped`. `empty_text` and `text_too_long`: the text with its placeholders replaced cannot be ' +
          'sent. `opted_out`: the person is on the suppression list. `person_erased`: the person was erased before the message left. The other reasons are those of a message',
        example: 'not_on_whatsapp',
      }),
    messageId: z.string().nullable().meta({
      description: 'The WhatsApp message ID; null if there is no message yet',
      example: '3EB0A8C2F5B7E6A1',
    }),
    acceptedAt: z.iso.datetime().nullable().meta({
      description: 'Time at which the gateway accepted the message; null if there is no message yet',
      example: '2026-06-24T10:30:00.000Z',
    }),
  })
  .meta({
    id: 'CampaignRecipient',
    description: 'A recipient of a campaign, with the status of the message',
    example: {
      phone: '905551234567',
      name: 'Ayşe',
      surname: 'Yılmaz',
      variables: { city: 'Istanbul' },
      username: null,
      status: 'delivered',
      messageId: '3EB0A8C2F5B7E6A1',
      acceptedAt: '2026-06-24T10:30:00.000Z',
    },
  })
export type CampaignRecipient = z.infer<typeof campaignRecipientSchema>

export const recipientFilter = z.strictObject({
  status: campaignRecipientStatusSchema
    .optional()
    .meta({ description: 'Only recipients with this status', example: 'failed' }),
})
export type RecipientFilter = z.output<typeof recipientFilter>

const sortKey = z.tuple([z.int()])
type Variables = CampaignRecipientRow['variables']

/**
 * Lists the recipients of a campaign in the order of sending, of all statuses or of one.
 * @throws NotFound
 */
export async function listCampaignRecipients({
  ctx,
  input,
}: {
  ctx: AppContext
  input: { id: string; limit: number; cursor?: string | undefined } & RecipientFilter
}): Promise<Page<CampaignRecipient>> {
  const { id, sessionId } = await loadCampaign({ ctx, input: { id: input.id } })
  const after = decodeCursor(input.cursor, sortKey)
  const { campaignId, appId, status, position, variables } = campaignRecipients
  const rows = await ctx.db
    .select({
      ...getTableColumns(campaignRecipients),
      variables: whileFits<Variables>(variables, sql`${position}`),
    })
    .from(campaignRecipients)
    .where(
      and(
        eq(campaignId, id),
        eq(appId, ctx.appId),
        input.status && eq(status, input.status),
        after && gt(position, after[0]),
      ),
    )
    .orderBy(asc(position))
    .limit(input.limit + 1)
  const jids = rows.map(({ phone, personLid }) => personLid ?? jidOfAddress(phone))
  const identities = await identitiesOf({ ctx, input: { sessionId, jids } })
  return toPage(
    rows,
    input.limit,
    (row) => [row.position],
    ({ variables, ...row }, index) => {
      const username = identities.get(jids[index] ?? '')?.username ?? usernameOf(row.phone)
      return variables && toCampaignRecipient({ ...row, variables }, username)
    },
  )
}

function toCampaignRecipient(row: CampaignRecipientRow, username: string | null): CampaignRecipient {
  return {
    phone: row.phone,
    name: row.name,
    surname: row.surname,
    variables: row.variables,
    username,
    status: row.status,
    ...(row.error !== null && { error: row.error }),
    messageId: row.messageId,
    acceptedAt: row.acceptedAt?.toISOString() ?? null,
  }
}
