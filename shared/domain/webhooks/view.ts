import { z } from 'zod'
import { WEBHOOK_DISABLED } from '#shared/contracts/webhooks.ts'
import type { webhooks } from '#shared/database/index.ts'

/** A webhook as its users see it. */
export const webhookSchema = z.object({
  id: z.string().meta({ example: 'whk_4fG7hJ2kL9mN' }),
  url: z.string().meta({ example: 'https://your-server.com/vesper/webhook' }),
  events: z.array(z.string()).meta({ example: ['message.received', 'message.delivered'] }),
  enabled: z.boolean(),
  disabledReason: z.enum(WEBHOOK_DISABLED).optional().meta({
    description:
      '`user`: you switched it off; `gone`: it answered 410; `failing`: not one attempt succeeded for 3 days',
  }),
  failingSince: z.iso
    .datetime()
    .nullable()
    .meta({ description: 'When attempts began to fail; null while they succeed' }),
  inlineLimitBytes: z
    .number()
    .int()
    .meta({ description: 'A file up to this size goes along as base64', example: 5_242_880 }),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
})
export type WebhookView = z.infer<typeof webhookSchema>

/** With its secret: the answer to who made it, and to nobody after. */
export const newWebhookSchema = webhookSchema.extend({
  secret: z.string().meta({ description: 'Signs what we send. It is shown once: keep it.' }),
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
