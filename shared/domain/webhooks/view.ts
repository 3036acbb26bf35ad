import { z } from 'zod'
import { WEBHOOK_DISABLED } from '#shared/contracts/webhooks.ts'
import type { webhooks } from '#shared/database/index.ts'
import { filterView } from './filter.ts'
import { headersView } from './headers.ts'

const EXAMPLE = {
  id: 'whk_4fG7hJ2kL9mNpQrSt5vW',
  url: 'https://your-server.com/vesper/webhook',
  events: ['message.received', 'message.delivered', 'message.read'],
  sessions: null,
  filter: null,
  headers: {},
  enabled: true,
  failingSince: null,
  inlineLimitBytes: 5_242_880,
  createdAt: '2026-06-24T10:28:00.000Z',
  updatedAt: '2026-06-24T10:30:00.000Z',
}
const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'

/** Webhook as the API shows it. */
export const webhookSchema = z
  .object({
    id: z.string().meta({ description: 'Webhook ID', example: EXAMPLE.id }),
    url: z.string().meta({ description: 'Your endpoint, which receives the events', example: EXAMPLE.url }),
    events: z.array(z.string()).meta({
      description: 'Names of the subscribed events; `*` stands for all events',
      example: EXAMPLE.events,
    }),
    sessions: z
      .array(z.string())
      .nullable()
      .meta({
        description:
          'Sessions whose events the webhook receives; null for all sessions. A deleted session leaves the list. With an empty list ' +
          'the webhook receives nothing',
        example: ['YoNofiM9vtHy'],
      }),
    filter: filterView.nullable(),
    headers: headersView.meta({
      description: 'Names of the headers that you added. The values are not shown: each is null',
      example: { Authorization: null },
    }),
    enabled: z
      .boolean()
      .meta({ description: 'True if the gateway delivers events to the webhook', example: true }),
    disabledReason: z
      .enum(WEBHOOK_DISABLED)
      .optional()
      .meta({
        description:
          'Reason for which the webhook is disabled. `user`: you disabled the webhook. `gone`: your server answered 410. ' +
          '`failing`: no attempt succeeded for 3 days',
        example: 'gone',
      }),
    failingSince: z.iso.datetime().nullable().meta({
      description: 'Time of the first failed attempt since the last success; null while attempts succeed',
      example: '2026-06-24T10:30:00.000Z',
    }),
    inlineLimitBytes: z.number().int().meta({
      description: 'Events contain files up to this size, in bytes, as base64; 0: no files',
      example: EXAMPLE.inlineLimitBytes,
    }),
    createdAt: z.iso.datetime().meta({ description: 'Time of the creation', example: EXAMPLE.createdAt }),
    updatedAt: z.iso.datetime().meta({ description: 'Time of the last change', example: EXAMPLE.updatedAt }),
  })
  .meta({
    id: 'Webhook',
    description: 'An endpoint of yours that receives events, without its secret',
    example: EXAMPLE,
  })
export type WebhookView = z.infer<typeof webhookSchema>

/** Webhook with its secret. Only creation and rotation return the secret. */
export const newWebhookSchema = webhookSchema
  .extend({
    secret: z.string().meta({
      description: 'Secret that signs each delivery. The API shows the secret only here: store it',
      example: SECRET,
    }),
  })
  .meta({
    id: 'NewWebhook',
    description: 'A webhook with its secret, which no other answer shows',
    example: { ...EXAMPLE, secret: SECRET },
  })
export type NewWebhookView = z.infer<typeof newWebhookSchema>

const APP_FIELDS = { sessions: true, filter: true, inlineLimitBytes: true } as const
const OPERATOR_EXAMPLE = {
  id: EXAMPLE.id,
  url: 'https://ops.example.com/vesper',
  events: ['session.disconnected'],
  headers: {},
  enabled: true,
  failingSince: null,
  createdAt: EXAMPLE.createdAt,
  updatedAt: EXAMPLE.updatedAt,
}

/** Webhook of the operator as the management API shows it. */
export const operatorWebhookSchema = webhookSchema.omit(APP_FIELDS).meta({
  id: 'OperatorWebhook',
  description: 'An endpoint of the operator that receives session events of all accounts, without its secret',
  example: OPERATOR_EXAMPLE,
})

/** Webhook of the operator with its secret. Only creation and rotation return the secret. */
export const newOperatorWebhookSchema = newWebhookSchema.omit(APP_FIELDS).meta({
  id: 'NewOperatorWebhook',
  description: 'A webhook of the operator with its secret, which no other answer shows',
  example: { ...OPERATOR_EXAMPLE, secret: SECRET },
})

export type WebhookRow = typeof webhooks.$inferSelect

/** @param sessions the sessions of the webhook's list that exist; null for a webhook of all sessions */
export function toWebhookView(row: WebhookRow, sessions: string[] | null): WebhookView {
  return {
    id: row.id,
    url: row.url,
    events: row.events,
    sessions,
    filter: row.filter,
    headers: Object.fromEntries(Object.keys(row.headers).map((name) => [name, null])),
    enabled: row.disabled === null,
    ...(row.disabled && { disabledReason: row.disabled }),
    failingSince: row.failingSince?.toISOString() ?? null,
    inlineLimitBytes: row.inlineLimitBytes,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  }
}
