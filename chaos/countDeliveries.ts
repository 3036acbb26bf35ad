import type { Receiver } from '#local/customer/index.ts'
import type { WebhookBody } from '#shared/contracts/events.ts'

/** An event as the webhook's receiver got it. */
export interface ArrivedEvent {
  id: string
  event: string
  /** ISO 8601: the time of the event. */
  timestamp: string
  session: string
  data: { id?: string; from?: string; reason?: string }
  /** The number of deliveries. */
  times: number
}

/**
 * Counts the deliveries of each event.
 * @returns the events in the order of their first arrival
 */
export function countDeliveries({ received }: Pick<Receiver, 'received'>): ArrivedEvent[] {
  const byId = new Map<string, ArrivedEvent>()
  for (const { body } of received) {
    const known = byId.get(body.id)
    if (known) known.times += 1
    else byId.set(body.id, { ...body, session: body.session ?? '', data: factsOf(body), times: 1 })
  }
  return [...byId.values()]
}

/** Returns the facts that the checks of a run compare. */
function factsOf({ data }: WebhookBody): ArrivedEvent['data'] {
  return {
    ...('id' in data && { id: data.id }),
    ...('from' in data && { from: data.from }),
    ...('reason' in data && data.reason !== undefined && { reason: data.reason }),
  }
}
