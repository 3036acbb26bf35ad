import { queuedEventSchema } from '#shared/contracts/events.ts'
import { fanOut } from '#shared/domain/deliveries/index.ts'
import type { EventsContext } from './services.ts'

/** Handles one message of the event queue. A body that is no event's throws, and ends in the dead-letter queue. */
export async function handleRecord(ctx: EventsContext, body: string): Promise<void> {
  const { eventId } = queuedEventSchema.parse(JSON.parse(body))
  await fanOut({ ctx, input: { eventId } })
}
