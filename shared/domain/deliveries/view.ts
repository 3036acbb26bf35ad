import { z } from 'zod'
import { EVENT_NAMES } from '#shared/contracts/events.ts'
import type { DeliveryState } from '#shared/contracts/webhooks.ts'
import { type DELIVERY_STATES_SHOWN, deliveryStateSchema } from '#shared/contracts/webhooks.ts'
import type { deliveryAttempts } from '#shared/database/index.ts'
import type { EventRow } from './buildBody.ts'
import type { DeliveryRow } from './settle.ts'

/**
 * Limit of attempts in one answer. A delivery with many replays has hundreds of attempts, each with an excerpt of 1
 * KB.
 */
export const ATTEMPTS_SHOWN = 20
type Shown = (typeof DELIVERY_STATES_SHOWN)[number]

const ATTEMPT = {
  number: 1,
  at: '2026-06-24T10:30:00.120Z',
  status: 200,
  error: null,
  durationMs: 84,
  response: 'ok',
  nextAttemptAt: null,
}

/** One attempt of a delivery. */
export const attemptSchema = z
  .object({
    number: z.number().int().meta({ description: 'Number of the attempt, counted from 1', example: 1 }),
    at: z.iso.datetime().meta({ description: 'Start of the attempt', example: ATTEMPT.at }),
    status: z
      .number()
      .int()
      .nullable()
      .meta({ description: 'HTTP status of the answer; null without an answer', example: 200 }),
    error: z.string().nullable().meta({
      description: 'Reason for a missing answer; null if there was an answer',
      example: 'The connection was refused',
    }),
    durationMs: z.number().int().meta({ description: 'Duration of the attempt, in ms', example: 84 }),
    response: z.string().nullable().meta({
      description: "The first 1,024 bytes of the answer's body; null without an answer",
      example: 'ok',
    }),
    nextAttemptAt: z.iso.datetime().nullable().meta({
      description: 'Time of the attempt after this attempt; null if none follows',
      example: '2026-06-24T10:30:01.204Z',
    }),
  })
  .meta({ id: 'Attempt', description: 'One POST of a delivery to your endpoint', example: ATTEMPT })

/** Name of an event in the delivery log. */
export const eventNameSchema = z.enum(EVENT_NAMES).meta({
  id: 'EventName',
  description: 'Name of an event. `webhook.test` is the event of a test, to which no webhook subscribes',
  example: 'message.received',
})

/** Delivery with its last attempts, as the delivery log shows it. */
export const deliverySchema = z
  .object({
    id: z.string().meta({
      description: 'Delivery ID, which the header X-Vesper-Delivery has',
      example: 'V1StGXR8_Z5jdHi6B-myT',
    }),
    event: eventNameSchema,
    eventId: z.string().meta({
      description: 'ID of the event, the same on every retry and replay',
      example: 'evt_4fG7hJ2kL9mNpQrSt5vW',
    }),
    session: z
      .string()
      .nullable()
      .meta({ description: 'Session of the event; null for a test', example: 'YoNofiM9vtHy' }),
    state: deliveryStateSchema,
    error: z
      .enum(['attempts_exhausted', 'gone', 'webhook_disabled'])
      .optional()
      .meta({
        description:
          'Reason for the state `failed`. `attempts_exhausted`: all attempts failed. `gone`: your endpoint answered 410. ' +
          '`webhook_disabled`: the webhook was disabled',
        example: 'attempts_exhausted',
      }),
    attempts: z
      .array(attemptSchema)
      .meta({ description: `The last ${ATTEMPTS_SHOWN} attempts, oldest first`, example: [ATTEMPT] }),
    nextAttemptAt: z.iso.datetime().nullable().meta({
      description: 'Time of the next attempt; null if none is due',
      example: '2026-06-24T10:30:01.204Z',
    }),
    createdAt: z.iso
      .datetime()
      .meta({ description: 'Time of the creation', example: '2026-06-24T10:30:00.000Z' }),
  })
  .meta({
    id: 'Delivery',
    description: 'The delivery of one event to one webhook, with its attempts',
    example: {
      id: 'V1StGXR8_Z5jdHi6B-myT',
      event: 'message.received',
      eventId: 'evt_4fG7hJ2kL9mNpQrSt5vW',
      session: 'YoNofiM9vtHy',
      state: 'succeeded',
      attempts: [ATTEMPT],
      nextAttemptAt: null,
      createdAt: '2026-06-24T10:30:00.000Z',
    },
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
