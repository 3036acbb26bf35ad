import { z } from 'zod'
import { ALL_EVENTS, EVENT_TYPES } from '#shared/contracts/events.ts'
import { ValidationFailed } from '#shared/errors/index.ts'
import { checkUrl, RequestRefused } from '#shared/http/index.ts'
import { webUrl } from '#shared/input/index.ts'
import type { Context } from '../context.ts'
import { secretSchema } from './secrets.ts'

/** Default limit of files that events contain as base64, in bytes. */
const DEFAULT_INLINE_BYTES = 5 * 1024 * 1024
const MAX_INLINE_BYTES = 16 * 1024 * 1024
const MAX_URL = 2_048

const eventNames = [ALL_EVENTS, ...EVENT_TYPES] as const

const eventSchema = z.enum(eventNames, {
  error: ({ input }) => `There is no event ${toShown(input)}. Use one of: ${eventNames.join(', ')}`,
})

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
  events: z
    .array(eventSchema)
    .min(1, `Name at least one of: ${eventNames.join(', ')}`)
    .transform((names) => [...new Set(names)])
    .meta({
      description: 'Events to subscribe to. Use ["*"] for all events',
      example: ['message.received', 'message.delivered', 'message.read'],
    }),
  secret: secretSchema.optional().meta({
    description:
      'Min 16 characters. Used to sign payloads with HMAC-SHA256. If absent, the gateway creates a secret',
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
