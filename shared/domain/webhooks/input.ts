import { z } from 'zod'
import { ALL_EVENTS, EVENT_TYPES, type EventType, OPERATOR_EVENT_TYPES } from '#shared/contracts/events.ts'
import { ValidationFailed } from '#shared/errors/index.ts'
import { checkUrl, RequestRefused } from '#shared/http/index.ts'
import { webUrl } from '#shared/input/index.ts'
import type { Context } from '../context.ts'
import { filterSchema } from './filter.ts'
import { headersInput, headersPatch } from './headers.ts'
import { secretSchema } from './secrets.ts'

/** Default limit of files that events contain as base64, in bytes. */
const DEFAULT_INLINE_BYTES = 5 * 1024 * 1024
const MAX_INLINE_BYTES = 16 * 1024 * 1024
const MAX_URL = 2_048
const MAX_SESSIONS = 1_000
const MAX_SESSION_ID = 64

/** Returns the schema of the events that a webhook subscribes to. */
function eventsOf<Type extends EventType>(types: readonly Type[]) {
  const names = [ALL_EVENTS, ...types] as const
  const name = z.enum(names, {
    error: ({ input }) => `There is no event ${toShown(input)}. Use one of: ${names.join(', ')}`,
  })
  return z
    .array(name)
    .min(1, `Name at least one of: ${names.join(', ')}`)
    .transform((given) => [...new Set(given)])
}

/** Writes a wrong name into a message, cut to a length that leaves room for the correct names. */
function toShown(input: unknown): string {
  return (JSON.stringify(input) ?? 'without a name').slice(0, 60)
}

/** Input for a new webhook. */
export const webhookInput = z.strictObject({
  url: webUrl().max(MAX_URL).meta({
    description:
      'Your HTTPS endpoint, which receives POST requests. A private address and a URL with a user name are refused',
    example: 'https://your-server.com/vesper/webhook',
  }),
  events: eventsOf(EVENT_TYPES).meta({
    description: 'Events to subscribe to. Use ["*"] for all events',
    example: ['message.received', 'message.delivered', 'message.read'],
  }),
  sessions: z
    .array(z.string().min(1).max(MAX_SESSION_ID))
    .min(1, 'Name at least one session, or omit the field for all sessions')
    .max(MAX_SESSIONS)
    .transform((ids) => [...new Set(ids)])
    .nullable()
    .default(null)
    .meta({
      description: 'Only events of these sessions of your app. Default: null, all sessions',
      example: ['YoNofiM9vtHy'],
    }),
  filter: filterSchema.nullable().default(null),
  headers: headersInput.default({}).meta({
    description:
      'Headers of your own for each delivery. The values are stored encrypted, and no answer shows them',
    example: { Authorization: 'Bearer 7f3c2a' },
  }),
  secret: secretSchema.optional().meta({
    description:
      'Min 16 characters, spaces and Unicode included. Used to sign payloads with HMAC-SHA256, as UTF-8. If absent, the gateway ' +
      'creates a secret',
    example: 'your_webhook_secret_min16chars',
  }),
  enabled: z
    .boolean()
    .default(true)
    .meta({ description: 'False to create the webhook without deliveries', example: true }),
  inlineLimitBytes: z.number().int().min(0).max(MAX_INLINE_BYTES).default(DEFAULT_INLINE_BYTES).meta({
    description: 'Events contain files up to this size, in bytes, as base64; 0: no files',
    example: 5_242_880,
  }),
})
export type WebhookInput = z.output<typeof webhookInput>

/** Input for an update. An absent field stays as it is. */
export const webhookPatch = webhookInput
  .extend({
    sessions: z
      .array(z.string().min(1).max(MAX_SESSION_ID))
      .max(MAX_SESSIONS)
      .transform((ids) => [...new Set(ids)])
      .nullable()
      .meta({
        description:
          'Only events of these sessions of your app; null for all sessions. An empty list is accepted only if the list is empty already',
        example: ['YoNofiM9vtHy'],
      }),
    filter: filterSchema.nullable(),
    headers: headersPatch.meta({
      description:
        'All headers of your own. A header with null keeps its stored value. A header that the object lacks is removed',
      example: { Authorization: 'Bearer 7f3c2a' },
    }),
    enabled: z.boolean().meta({
      description: 'False disables the webhook. True enables a webhook that was disabled for any reason',
      example: true,
    }),
    inlineLimitBytes: webhookInput.shape.inlineLimitBytes.unwrap().meta({
      description: 'Events contain files up to this size, in bytes, as base64; 0: no files',
      example: 5_242_880,
    }),
  })
  .partial()
export type WebhookPatch = z.output<typeof webhookPatch>

/** The fields that only a webhook of an app has: the operator's events have no chat, no message and no file. */
const APP_FIELDS = { sessions: true, filter: true, inlineLimitBytes: true } as const
const operatorEvents = eventsOf(OPERATOR_EVENT_TYPES).meta({
  description: 'Events of the sessions of all accounts. Use ["*"] for all of them',
  example: ['session.disconnected'],
})

/** Input for a new webhook of the operator. */
export const operatorWebhookInput = webhookInput.omit(APP_FIELDS).extend({ events: operatorEvents })

/** Input for an update of an operator's webhook. An absent field stays as it is. */
export const operatorWebhookPatch = webhookPatch
  .omit(APP_FIELDS)
  .extend({ events: operatorEvents.optional() })

/** Returns the input of the verb that creates a webhook, for a webhook of the operator. */
export function toWebhookInput(input: z.output<typeof operatorWebhookInput>): WebhookInput {
  return { ...input, sessions: null, filter: null, inlineLimitBytes: 0 }
}

/**
 * Checks the parts of a URL that need no DNS look-up. Each delivery resolves and checks the host again.
 * @throws ValidationFailed
 */
export function assertUrl(ctx: Pick<Context, 'settings'>, url: string): void {
  try {
    checkUrl(url, ctx.settings.urlPolicy)
  } catch (cause) {
    if (!(cause instanceof RequestRefused)) throw cause
    throw new ValidationFailed({ details: [{ path: 'url', message: cause.message }] })
  }
}
