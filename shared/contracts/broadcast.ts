import { z } from 'zod'
import { MEDIA_TYPES, SEND_FAILURES, type SendFailure } from './messages.ts'

/** The kinds of messages that a campaign may send. */
export const CAMPAIGN_TYPES = ['text', ...MEDIA_TYPES] as const

/** The states of a campaign. `completed`, `cancelled` and `failed` are final. */
export const CAMPAIGN_STATUSES = [
  'draft',
  'scheduled',
  'running',
  'paused',
  'completed',
  'cancelled',
  'failed',
] as const
export type CampaignStatus = (typeof CAMPAIGN_STATUSES)[number]

export const campaignTypeSchema = z.enum(CAMPAIGN_TYPES).meta({
  id: 'CampaignType',
  description: 'Kind of the messages of a campaign: a text, or a file with an optional caption',
  example: 'text',
})

export const campaignStatusSchema = z.enum(CAMPAIGN_STATUSES).meta({
  id: 'CampaignStatus',
  description:
    '`draft`: waits for its start. `scheduled`: starts at `scheduledAt`. `running`: sends one message at a time. `paused`: sends ' +
    'nothing, for its `reason`. `completed`: no recipient waits for a message. `cancelled`: you cancelled the campaign. `failed`: the ' +
    'campaign could not go on, for its `reason`',
  example: 'running',
})

/** Reasons for which the gateway pauses a campaign. The campaign continues when the reason is over. */
export const OBSTACLES = ['session_disconnected', 'reachout_timelock', 'account_suspended'] as const
export type Obstacle = (typeof OBSTACLES)[number]

/** Reasons for which a campaign is paused or failed. `user`: a caller paused the campaign. */
export const CAMPAIGN_REASONS = [
  'user',
  ...OBSTACLES,
  'session_logged_out',
  'session_deleted',
  'limit_exceeded',
] as const
export type CampaignReason = (typeof CAMPAIGN_REASONS)[number]

export const campaignReasonSchema = z.enum(CAMPAIGN_REASONS).meta({
  id: 'CampaignReason',
  description:
    'Reason of the status `paused` or `failed`. `user`: you paused the campaign. `session_disconnected`, `reachout_timelock` and ' +
    '`account_suspended`: the campaign continues by itself when the obstacle is over. `session_logged_out`: the link to the phone is ' +
    'gone. `session_deleted`: you deleted the session. `limit_exceeded`: the month had too few units left at the start',
  example: 'user',
})

/** The states of a recipient's message. `pending`: WhatsApp does not have the message yet. */
export const CAMPAIGN_RECIPIENT_STATUSES = [
  'pending',
  'sent',
  'delivered',
  'read',
  'failed',
  'skipped',
] as const
export type CampaignRecipientStatus = (typeof CAMPAIGN_RECIPIENT_STATUSES)[number]

export const campaignRecipientStatusSchema = z.enum(CAMPAIGN_RECIPIENT_STATUSES).meta({
  id: 'CampaignRecipientStatus',
  description:
    '`pending`: WhatsApp does not have the message yet. `sent`: WhatsApp has it. `delivered`: the phone has it. `read`: the recipient ' +
    'opened it. `failed`: it could not be sent. `skipped`: the recipient gets no message',
  example: 'delivered',
})

const count = z.number().int()

/** Numbers of a campaign's recipients. */
export const campaignCountsSchema = z
  .object({
    total: count.meta({ description: 'Number of recipients', example: 100 }),
    pending: count.meta({ description: 'Recipients whose message WhatsApp does not have', example: 0 }),
    sent: count.meta({ description: 'Recipients whose message WhatsApp accepted', example: 12 }),
    delivered: count.meta({ description: 'Recipients who have the message', example: 40 }),
    read: count.meta({ description: 'Recipients who have read the message', example: 45 }),
    failed: count.meta({ description: 'Recipients whose message ended FAILED', example: 3 }),
    skipped: count.meta({ description: 'Recipients without a message', example: 0 }),
  } satisfies Record<'total' | CampaignRecipientStatus, z.ZodType>)
  .meta({
    id: 'CampaignCounts',
    description: 'Number of recipients by status. Each recipient counts under one status',
    example: { total: 100, pending: 0, sent: 12, delivered: 40, read: 45, failed: 3, skipped: 0 },
  })

/** Failures of a message that skip the campaign's recipient: WhatsApp never saw the message. */
export const SKIPPING_FAILURES = [
  'not_on_whatsapp',
  'username_key_required',
  'duplicate',
  'opted_out',
] as const satisfies readonly SendFailure[]

/** Reasons for which a recipient is skipped without a message. */
const UNSENDABLE = ['empty_text', 'text_too_long'] as const

/** Reasons for which a recipient is skipped or failed. */
export const RECIPIENT_ERRORS = [...SEND_FAILURES, ...UNSENDABLE] as const
export type RecipientError = (typeof RECIPIENT_ERRORS)[number]

/** Numbers of a campaign's skipped recipients, by reason. */
export const campaignSkippedSchema = z.record(z.string(), count).meta({
  description:
    'Number of skipped recipients, by reason: `not_on_whatsapp`, `username_key_required`, `duplicate`, `opted_out`, ' +
    '`person_erased`, `empty_text` or `text_too_long`',
  example: { not_on_whatsapp: 1 },
})

/** Numbers of a campaign's skipped and failed recipients, by reason. */
export const campaignFailuresSchema = z.record(z.string(), count).meta({
  description: 'Number of skipped and failed recipients, by reason',
  example: { not_on_whatsapp: 3 },
})

/** The pace of a campaign, and the hours in which it sends nothing. */
export const campaignPacingSchema = z
  .object({
    minDelaySeconds: z
      .number()
      .meta({ description: 'Shortest time between two messages, in seconds', example: 4 }),
    maxDelaySeconds: z
      .number()
      .meta({ description: 'Longest time between two messages, in seconds', example: 12 }),
    quietHours: z
      .object({
        from: z.string().meta({ description: 'Start of the quiet hours, as `HH:MM`', example: '21:00' }),
        to: z.string().meta({
          description: 'End of the quiet hours, as `HH:MM`. If not after `from`, the end is on the next day',
          example: '09:00',
        }),
        timezone: z
          .string()
          .meta({ description: 'Time zone of both times, as an IANA name', example: 'Europe/Istanbul' }),
      })
      .meta({
        id: 'QuietHours',
        description: 'Hours in which a campaign sends nothing',
        example: { from: '21:00', to: '09:00', timezone: 'Europe/Istanbul' },
      })
      .nullable()
      .meta({
        description: 'Hours in which the campaign sends nothing; null if there are none',
        example: { from: '21:00', to: '09:00', timezone: 'Europe/Istanbul' },
      }),
  })
  .meta({
    id: 'CampaignPacing',
    description: 'The pace of a campaign, and the hours in which the campaign sends nothing',
    example: { minDelaySeconds: 4, maxDelaySeconds: 12, quietHours: null },
  })
export type CampaignPacing = z.infer<typeof campaignPacingSchema>
export type QuietHours = NonNullable<CampaignPacing['quietHours']>
