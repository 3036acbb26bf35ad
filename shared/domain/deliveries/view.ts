import { z } from 'zod'
import { EVENT_NAMES } from '#shared/contracts/events.ts'
import type { DeliveryState } from '#shared/contracts/webhooks.ts'
import { DELIVERY_STATES_SHOWN } from '#shared/contracts/webhooks.ts'
import type { deliveryAttempts } from '#shared/database/index.ts'
import type { EventRow } from './buildBody.ts'
import type { DeliveryRow } from './recordAttempt.ts'

/**
 * Limit of attempts in one answer. A delivery with many replays has hundreds of attempts, each with an excerpt of 1
 * KB.
 */
export const ATTEMPTS_SHOWN = 20
type Shown = (typeof DELIVERY_STATES_SHOWN)[number]

/** Delivery with its last attempts, as the delivery log shows it. */
export const deliverySchema = z.object({
  id: z
    .string()
    .meta({ description: 'Value of the header X-Vesper-Delivery', example: 'V1StGXR8_Z5jdHi6B-myT' }),
  event: z.enum(EVENT_NAMES).meta({ example: 'message.received' }),
  eventId: z.string().meta({ description: 'Id of the event, the same on every retry and replay' }),
  session: z.string().nullable(),
  state: z.enum(DELIVERY_STATES_SHOWN),
  error: z
    .enum(['attempts_exhausted', 'gone', 'webhook_disabled'])
    .optional()
    .meta({ description: 'Reason for the state failed' }),
  attempts: z
    .array(
      z.object({
        number: z.number().int(),
        at: z.iso.datetime(),
        status: z.number().int().nullable().meta({ description: 'HTTP status of the answer', example: 200 }),
        error: z.string().nullable().meta({ description: 'Reason for a missing answer' }),
        durationMs: z.number().int(),
        response: z.string().nullable().meta({ description: "The beginning of the answer's body" }),
        nextAttemptAt: z.iso.datetime().nullable(),
      }),
    )
    .meta({ description: `The last ${ATTEMPTS_SHOWN} attempts` }),
  nextAttemptAt: z.iso.datetime().nullable(),
  createdAt: z.iso.datetime(),
})
export type DeliveryView = z.infer<typeof deliverySchema>

export function statesOf(shown: Shown): DeliveryState[] {
  return shown === 'pending' ? ['pending', 'waiting'] : [shown]
}

export function toDeliveryView(
  delivery: DeliveryRow,
  event: Pick<EventRow, 'id' | 'type' | 'sessionId'>,
  attempts: readonly (typeof deliveryAttempts.$inferSelect)[],
): DeliveryView {
  return {
    id: delivery.id,
    event: event.type,
    eventId: event.id,
    session: event.sessionId,
    state: delivery.state === 'waiting' ? 'pending' : delivery.state,
    ...(delivery.error && { error: delivery.error }),
    attempts: attempts.map(({ number, at, status, error, durationMs, response, nextAttemptAt }) => ({
      number,
      at: at.toISOString(),
      status,
      error,
      durationMs,
      response,
      nextAttemptAt: nextAttemptAt?.toISOString() ?? null,
    })),
    nextAttemptAt: delivery.nextAttemptAt?.toISOString() ?? null,
    createdAt: delivery.createdAt.toISOString(),
  }
}
