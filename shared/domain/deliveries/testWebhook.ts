import { z } from 'zod'
import { TEST_EVENT } from '#shared/contracts/events.ts'
import { deliveries, events } from '#shared/database/index.ts'
import { newDeliveryId } from '#shared/ids.ts'
import type { AppContext } from '../context.ts'
import { loadWebhook } from '../webhooks/index.ts'
import { attempt } from './attempt.ts'
import { isSuccess } from './post.ts'
import { recordAttempt } from './recordAttempt.ts'

export const testResultSchema = z.object({
  delivered: z.boolean().meta({ description: 'Whether your endpoint answered with a 2xx status in time' }),
  deliveryId: z.string().meta({ description: 'As in X-Vesper-Delivery, and in the log' }),
  status: z.number().int().nullable().meta({ description: 'HTTP status of the answer', example: 200 }),
  error: z.string().nullable().meta({ description: 'Why there was no answer' }),
  durationMs: z.number().int().meta({ example: 84 }),
  response: z.string().nullable().meta({ description: "The beginning of the answer's body", example: 'ok' }),
})

/** Posts a signed test event to a webhook at once, switched off or not, and answers what came back. It is not retried.
 * @throws NotFound */
export async function testWebhook({
  ctx,
  input,
}: {
  ctx: AppContext
  input: { id: string }
}): Promise<z.infer<typeof testResultSchema>> {
  const webhook = await loadWebhook(ctx, input.id)
  const { event, delivery } = await makeTest(ctx, webhook.id)
  const result = await attempt(ctx, { webhook, event, deliveryId: delivery.id })
  await recordAttempt({ ctx, input: { delivery, result, retry: false } })
  const { status, error, durationMs, response } = result
  return { delivered: isSuccess(result), deliveryId: delivery.id, status, error, durationMs, response }
}

async function makeTest(ctx: AppContext, webhookId: string) {
  const now = ctx.now()
  const data = { message: 'It works: this is what Vesper sends.' }
  return await ctx.db.transaction(async (tx) => {
    const [event] = await tx
      .insert(events)
      .values({
        appId: ctx.appId,
        type: TEST_EVENT,
        data,
        occurredAt: now,
        publishedAt: now,
        handledAt: now,
      })
      .returning()
    if (!event) throw new Error('INSERT … RETURNING answered no row')
    const [delivery] = await tx
      .insert(deliveries)
      .values({
        id: newDeliveryId(),
        webhookId,
        eventId: event.id,
        lane: `test:${event.id}`,
        // Never due: it is attempted here and now, or, if this host dies, not at all.
        state: 'failed',
        error: 'attempts_exhausted',
        createdAt: now,
      })
      .returning()
    if (!delivery) throw new Error('INSERT … RETURNING answered no row')
    return { event, delivery }
  })
}
