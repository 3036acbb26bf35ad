import { and, asc, desc, eq, inArray, lt } from 'drizzle-orm'
import { z } from 'zod'
import { deliveries, deliveryAttempts, events } from '#shared/database/index.ts'
import { decodeCursor, type Page, toPage } from '#shared/pagination.ts'
import type { AppContext } from '../context.ts'
import { loadWebhook } from '../webhooks/index.ts'
import { DELIVERY_STATES_SHOWN, type DeliveryView, statesOf, toDeliveryView } from './view.ts'

const sortKey = z.tuple([z.number().int()])

export const deliveryFilter = z.object({
  state: z.enum(DELIVERY_STATES_SHOWN).optional().meta({ description: 'Only deliveries in this state' }),
  event: z
    .string()
    .optional()
    .meta({ description: 'Only deliveries of this event', example: 'message.received' }),
})

/** A webhook's deliveries with each of their attempts, newest first.
 * @throws NotFound */
export async function listDeliveries({
  ctx,
  input,
}: {
  ctx: AppContext
  input: { id: string; limit: number; cursor?: string | undefined } & z.output<typeof deliveryFilter>
}): Promise<Page<DeliveryView>> {
  const webhook = await loadWebhook(ctx, input.id)
  const before = decodeCursor(input.cursor, sortKey)
  const rows = await ctx.db
    .select({ delivery: deliveries, event: events })
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

async function attemptsOf(ctx: AppContext, deliveryIds: string[]) {
  if (deliveryIds.length === 0) return []
  return await ctx.db
    .select()
    .from(deliveryAttempts)
    .where(inArray(deliveryAttempts.deliveryId, deliveryIds))
    .orderBy(asc(deliveryAttempts.number))
}
