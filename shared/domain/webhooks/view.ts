import { z } from 'zod'
import { WEBHOOK_DISABLED } from '#shared/contracts/webhooks.ts'
import type { webhooks } from '#shared/database/index.ts'

/** Webhook as the API shows it. */
export const webhookSchema = z.object({
  id: z.string().meta({ example: 'whk_4fG7hJ2kL9mN' }),
  url: z.string().meta({ example: 'https://your-server.com/vesper/webhook' }),
  events: z.array(z.string()).meta({ example: ['message.received', 'message.delivered'] }),
  enabled: z.boolean(),
  disabledReason: z.enum(WEBHOOK_DISABLED).optional().meta({
    description:
      '`user`: you disabled the webhook; `gone`: your server answered 410; `failing`: no attempt succeeded for 3 days',
  }),
  failingSince: z.iso.datetime().nullable().meta({
    description: 'Time of the first failed attempt since the last success; null while attempts succeed',
  }),
  inlineLimitBytes: z
    .number()
    .int()
    .meta({ description: 'Events contain files up to this size, in bytes, as base64', example: 5_242_880 }),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
})
export type WebhookView = z.infer<typeof webhookSchema>

/** Webhook with its secret. Only creation and rotation return the secret. */
export const newWebhookSchema = webhookSchema.extend({
  secret: z
    .string()
    .meta({ description: 'Secret that signs each delivery. The API shows the secret once: store it.' }),
})
export type NewWebhookView = z.infer<typeof newWebhookSchema>

export type WebhookRow = typeof webhooks.$inferSelect

export function toWebhookView(row: WebhookRow): WebhookView {
  return {
    id: row.id,
    url: row.url,
    events: row.events,
    enabled: row.disabled === null,
    ...(row.disabled && { disabledReason: row.disabled }),
    failingSince: row.failingSince?.toISOString() ?? null,
    inlineLimitBytes: row.inlineLimitBytes,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  }
}
