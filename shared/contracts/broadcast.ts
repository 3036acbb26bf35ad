import { z } from 'zod'
import { MEDIA_TYPES, SEND_FAILURES } from './messages.ts'

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

/** Reasons for which the gateway pauses a campaign. The campaign continues when the reason is over. */
export const OBSTACLES = ['session_disconnected', 'reachout_timelock', 'account_suspended'] as const
export type Obstacle = (typeof OBSTACLES)[number]

/** Reasons for which a campaign is paused or failed. `user`: a caller paused the campaign. */
export const CAMPAIGN_REASONS = ['user', ...OBSTACLES, 'session_logged_out', 'limit_exceeded'] as const
export type CampaignReason = (typeof CAMPAIGN_REASONS)[number]

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
  .meta({ description: 'Each recipient counts under one status' })

/** Reasons for which a recipient is skipped or failed: the failures of a message, and texts that cannot be sent. */
export const RECIPIENT_ERRORS = [...SEND_FAILURES, 'empty_text', 'text_too_long'] as const
export type RecipientError = (typeof RECIPIENT_ERRORS)[number]

/** Numbers of a campaign's skipped and failed recipients, by reason. */
export const campaignFailuresSchema = z.record(z.string(), count).meta({
  description: 'Number of skipped and failed recipients, by reason',
  example: { not_on_whatsapp: 3 },
})

/** The pace of a campaign, and the hours in which it sends nothing. */
export const campaignPacingSchema = z.object({
  minDelaySeconds: z.number(),
  maxDelaySeconds: z.number(),
  quietHours: z
    .object({
      /** `HH:MM` in the time zone. Quiet hours last past midnight if `to` is earlier than `from`. */
      from: z.string(),
      to: z.string(),
      /** IANA name. */
      timezone: z.string(),
    })
    .nullable(),
})
export type CampaignPacing = z.infer<typeof campaignPacingSchema>
export type QuietHours = NonNullable<CampaignPacing['quietHours']>
