import { expect, onTestFinished } from 'vitest'
import type { z } from 'zod'
import {
  type Delivery,
  type Receiver as LocalReceiver,
  type ReceiverOptions,
  startReceiver as startLocalReceiver,
} from '#local/customer/index.ts'
import { type EventName, type WebhookBody, webhookBodySchema } from '#shared/contracts/events.ts'
import { eventually } from './eventually.ts'
import { faultsOf } from './faultsOf.ts'

export type { Delivery as Received } from '#local/customer/index.ts'

/** A webhook receiver for one test. */
export interface Receiver extends LocalReceiver {
  /** Waits for a delivery that fits, and answers the delivery. */
  waitFor(fits: (received: Delivery) => boolean, withinMs?: number): Promise<Delivery>
  /** Waits for an event of a type that fits, and returns its body. */
  waitForEvent<Type extends EventName>(
    event: Type,
    fits?: (body: WebhookBody<Type>) => boolean,
    withinMs?: number,
  ): Promise<WebhookBody<Type>>
}

/**
 * Starts a webhook receiver, and stops the receiver after the test. Each body must then fit the contract.
 * @param port for a receiver that comes back at the same address
 * @param contract schema of a body
 */
export async function startReceiver(
  answer?: ReceiverOptions['answer'],
  port = 0,
  contract: z.ZodType = webhookBodySchema,
): Promise<Receiver> {
  const receiver = await startLocalReceiver({ port, ...(answer && { answer }) })
  onTestFinished(async () => {
    await receiver.stop()
    const faults = receiver.received.flatMap(({ body }) => faultsOf(contract, body))
    expect(faults, 'each body fits shared/contracts/events.ts').toEqual([])
  })
  return {
    ...receiver,
    waitFor: (fits, withinMs) => eventually(() => receiver.received.find(fits), withinMs),
    waitForEvent: (event, fits = () => true, withinMs) =>
      eventually(() => receiver.of(event).find(({ body }) => fits(body))?.body, withinMs),
  }
}

/** Returns true if a delivery names a message or a campaign by its id. */
export function isAbout(id: string): (received: Delivery) => boolean {
  return ({ body: { data } }) => 'id' in data && data.id === id
}
