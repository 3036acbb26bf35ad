import { z } from 'zod'
import {
  CAMPAIGN_REASONS,
  campaignCountsSchema,
  campaignFailuresSchema,
  campaignSkippedSchema,
} from '../broadcast.ts'
import { defineEvent } from './event.ts'
import { session } from './fields.ts'

export const campaignCompleted = defineEvent({
  type: 'campaign.completed',
  summary: 'Broadcast campaign ended',
  description: 'A campaign was completed or cancelled, or failed. Each campaign has this event once.',
  data: z
    .object({
      id: z.string().meta({ description: 'Id of the campaign', example: 'cmp_4fG7hJ2kL9mNpQrStUvW' }),
      name: z.string().meta({ description: 'Name of the campaign', example: 'Spring sale' }),
      session,
      status: z
        .enum(['completed', 'cancelled', 'failed'])
        .meta({ description: 'Final status of the campaign', example: 'completed' }),
      reason: z
        .enum(CAMPAIGN_REASONS)
        .optional()
        .meta({ description: 'Reason of the status `failed`', example: 'session_logged_out' }),
      counts: campaignCountsSchema,
      failures: campaignFailuresSchema,
      skipped: campaignSkippedSchema,
    })
    .meta({ id: 'CampaignCompletedData' }),
  example: {
    id: 'cmp_4fG7hJ2kL9mNpQrStUvW',
    name: 'Spring sale',
    session: 'YoNofiM9vtHy',
    status: 'completed',
    counts: { total: 100, pending: 0, sent: 12, delivered: 40, read: 45, failed: 2, skipped: 1 },
    failures: { not_on_whatsapp: 1, rejected_by_whatsapp: 2 },
    skipped: { not_on_whatsapp: 1 },
  },
})
