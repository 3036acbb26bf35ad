import { z } from 'zod'
import { defineAppEvent } from './event.ts'

/** The event of a webhook's test call. A webhook cannot subscribe to this event. */
export const webhookTest = defineAppEvent({
  type: 'webhook.test',
  summary: 'Test of a webhook',
  description:
    'A caller tested the webhook with `POST /webhooks/{id}/test`. No list of events has this event.',
  data: z
    .object({
      message: z
        .string()
        .meta({ description: 'A text for humans', example: 'This is a test event. The webhook works.' }),
    })
    .meta({ id: 'WebhookTestData' }),
  example: { message: 'This is a test event. The webhook works.' },
})
