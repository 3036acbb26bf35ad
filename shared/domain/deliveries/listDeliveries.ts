import { and, asc, desc, eq, getTableColumns, gt, inArray, lt, sql } from 'drizzle-orm'
import { z } from 'zod'
import { deliveryStateSchema } from '#shared/contracts/webhooks.ts'
import { deliveries, deliveryAttempts, events } from '#shared/database/index.ts'
import { decodeCursor, type Page, toPage } from '#shared/pagination.ts'
import type { OwnerContext } from '../context.ts'
import { loadWebhook } from '../webhooks/index.ts'
import { ATTEMPTS_SHOWN, type DeliveryView, eventNameSchema, statesOf, toDeliveryView } from './view.ts'

const sortKey = z.tuple([z.number().int()])

export const deliveryFilter = z.strictObject({
  state: deliveryStateSchema
    .optional()
    .meta({ description: 'Only deliveries in this state', example: 'failed' }),
  event: eventNameSchema
    .optional()
    .meta({ description: 'Only deliveries of events with this name', example: 'message.received' }),
})

/**
 * Lists a webhook's deliveries with the last attempts of each, newest first.
 * @throws NotFound
 */
export async function listDeliveries({
  ctx,
  input,
}: {
  ctx: OwnerContext
  input: { id: string; limit: number; cursor?: string | undefined } & z.output<typeof deliveryFilter>
}): Promise<Page<DeliveryView>> {
  const webhook = await loadWebhook({ ctx, input: { id: input.id } })
  const before = decodeCursor(input.cursor, sortKey)
  const rows = await ctx.db
    .select({
      delivery: deliveries,
      event: { id: events.id, type: events.type, sessionId: events.sessionId },
    })
    .from(deliveries)
    .innerJoin(events, eq(events.id, deliveries.eventId))
    .where(
      and(
        eq(deliveries.webhookId, webhook.id),
        input.state && inArray(deliveries.state, statesOf(input.state)),
        input.event === undefined ? undefined : eq(events.type, input.event),
        before && lt(deliveries.seq, before[0]),
      ),
    )
    .orderBy(desc(deliveries.seq))
    .limit(input.limit + 1)
  const attempts = await attemptsOf(
    ctx,
    rows.map(({ delivery }) => delivery.id),
  )
  return toPage(
    rows,
    input.limit,
    ({ delivery }) => [delivery.seq],
    ({ delivery, event }) =>
      toDeliveryView(
        delivery,
        event,
        attempts.filter(({ deliveryId }) => deliveryId === delivery.id),
      ),
  )
}

async function attemptsOf(ctx: OwnerContext, deliveryIds: string[]) {
  if (deliveryIds.length === 0) return []
  return await ctx.db
    .select(getTableColumns(deliveryAttempts))
    .from(deliveryAttempts)
    .innerJoin(deliveries, eq(deliveries.id, deliveryAttempts.deliveryId))
    .where(
      and(
        inArray(deliveryAttempts.deliveryId, deliveryIds),
        gt(deliveryAttempts.number, sql`${deliveries.attempts} - ${ATTEMPTS_SHOWN}::int`),
      ),
    )
    .orderBy(asc(deliveryAttempts.number))
}
