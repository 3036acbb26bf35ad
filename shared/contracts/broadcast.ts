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

/** Why a campaign is paused by itself; it goes on when that is over. */
export const OBSTACLES = ['session_disconnected', 'reachout_timelock', 'account_suspended'] as const
export type Obstacle = (typeof OBSTACLES)[number]

/** Why a campaign is paused (`user`: somebody asked for it), or failed. */
export const CAMPAIGN_REASONS = ['user', ...OBSTACLES, 'session_logged_out', 'limit_exceeded'] as const
export type CampaignReason = (typeof CAMPAIGN_REASONS)[number]

/** How far a recipient's message is. `pending`: not with WhatsApp yet. */
export const CAMPAIGN_RECIPIENT_STATUSES = [
  'pending',
  'sent',
  'delivered',
  'read',
  'failed',
  'skipped',
] as const
export type CampaignRecipientStatus = (typeof CAMPAIGN_RECIPIENT_STATUSES)[number]

/** Why a recipient was skipped or failed: what a message can fail of, and texts that can't be sent at all. */
export const RECIPIENT_ERRORS = [...SEND_FAILURES, 'empty_text', 'text_too_long'] as const
export type RecipientError = (typeof RECIPIENT_ERRORS)[number]

/** How fast a campaign goes, and when not at all. */
export const campaignPacingSchema = z.object({
  minDelaySeconds: z.number(),
  maxDelaySeconds: z.number(),
  quietHours: z
    .object({
      /** `HH:MM`, on the clocks of the time zone; past midnight where `to` is the earlier. */
      from: z.string(),
      to: z.string(),
      /** IANA's name. */
      timezone: z.string(),
    })
    .nullable(),
})
export type CampaignPacing = z.infer<typeof campaignPacingSchema>
export type QuietHours = NonNullable<CampaignPacing['quietHours']>
