import { eq } from 'drizzle-orm'
import { z } from 'zod'
import { type StoredEvent, TEST_EVENT } from '#shared/contracts/events.ts'
import { deliveries, deliveryAttempts, events } from '#shared/database/index.ts'
import { newDeliveryId, newId } from '#shared/ids.ts'
import type { OwnerContext } from '../context.ts'
import { loadWebhook, type WebhookRow } from '../webhooks/index.ts'
import { attempt } from './attempt.ts'
import type { EventRow } from './buildBody.ts'
import { isSuccess, type PostResult } from './post.ts'
import { type DeliveryRow, settle } from './settle.ts'
import { attemptSchema } from './view.ts'

const EVENT: StoredEvent<typeof TEST_EVENT> = {
  type: TEST_EVENT,
  data: { message: 'This is a test event. The webhook works.' },
}

export const testResultSchema = z
  .object({
    delivered: z
      .boolean()
      .meta({ description: 'True if your endpoint answered with a 2xx status in time', example: true }),
    deliveryId: z.string().meta({
      description: 'Delivery ID, which the header X-Vesper-Delivery and the delivery log have',
      example: 'V1StGXR8_Z5jdHi6B-myT',
    }),
    ...attemptSchema.pick({ status: true, error: true, durationMs: true, response: true }).shape,
  })
  .meta({
    id: 'WebhookTest',
    description: 'The outcome of a test event',
    example: {
      delivered: true,
      deliveryId: 'V1StGXR8_Z5jdHi6B-myT',
      status: 200,
      error: null,
      durationMs: 84,
      response: 'ok',
    },
  })

/**
 * Posts a signed test event to a webhook at once, also to a disabled webhook, and returns the result. A failed test
 * is not retried. A second run of the same request returns the recorded attempt of the first run. If no attempt is
 * recorded, the second run posts the same event.
 * @throws NotFound
 */
export async function testWebhook({
  ctx,
  input,
}: {
  ctx: OwnerContext
  input: { id: string }
}): Promise<z.infer<typeof testResultSchema>> {
  const webhook = await loadWebhook({ ctx, input: { id: input.id } })
  const { event, delivery } = await makeTest(ctx, webhook.id)
  const earlier = ctx.isRepeated ? await findAttempt(ctx, delivery.id) : undefined
  const { status, error, durationMs, response } =
    earlier ?? (await makeAttempt(ctx, webhook, event, delivery))
  return { delivered: isSuccess({ status }), deliveryId: delivery.id, status, error, durationMs, response }
}

async function makeAttempt(
  ctx: OwnerContext,
  webhook: WebhookRow,
  event: EventRow,
  delivery: DeliveryRow,
): Promise<PostResult> {
  const result = await attempt({ ctx, input: { webhook, event, deliveryId: delivery.id } })
  const outcomes = [{ delivery, result, retry: false }]
  await settle({ ctx, input: { webhook, outcomes } })
  return result
}

async function findAttempt(ctx: OwnerContext, deliveryId: string) {
  const [row] = await ctx.db
    .select()
    .from(deliveryAttempts)
    .where(eq(deliveryAttempts.deliveryId, deliveryId))
  return row
}

/** Writes the event and the delivery of a test, or finds the rows of an earlier run of the same request. */
async function makeTest(ctx: OwnerContext, webhookId: string) {
  const now = ctx.now()
  const eventId = newId('event', ctx.seed)
  const deliveryId = newDeliveryId(ctx.seed)
  return await ctx.db.transaction(async (tx) => {
    const times = { occurredAt: now, publishedAt: now, handledAt: now }
    await tx
      .insert(events)
      .values({ id: eventId, appId: ctx.appId, ...EVENT, ...times })
      .onConflictDoNothing()
    await tx
      .insert(deliveries)
      .values({
        id: deliveryId,
        webhookId,
        eventId,
        lane: `test:${eventId}`,
        // The delivery is never due. This call makes the only attempt of the test. If the host dies before, the test
        // has no attempt.
        state: 'failed',
        error: 'attempts_exhausted',
        createdAt: now,
      })
      .onConflictDoNothing()
    const [row] = await tx
      .select({ event: events, delivery: deliveries })
      .from(deliveries)
      .innerJoin(events, eq(events.id, deliveries.eventId))
      .where(eq(deliveries.id, deliveryId))
    if (!row)
      throw new Error(`The rows of test ${deliveryId} were deleted while the test ran. Repeat the test.`)
    return row
  })
}
