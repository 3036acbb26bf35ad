import { queuedEventSchema } from '#shared/contracts/events.ts'
import { isDatabaseUnavailable } from '#shared/database/index.ts'
import { performEffects, performLater, takeEvent } from '#shared/domain/chatbot/index.ts'
import { fanOut } from '#shared/domain/deliveries/index.ts'
import { RunChangedMeanwhile } from '#shared/errors/index.ts'
import type { EventsContext } from './services.ts'

/** Returns the id of a message's event, or null for an invalid body. */
export function readEventId(body: string): string | null {
  try {
    return queuedEventSchema.parse(JSON.parse(body)).eventId
  } catch {
    return null
  }
}

/**
 * Handles one message of the event queue. An invalid body throws, and the message ends in the dead-letter queue. The chatbot
 * takes the event before it counts as handled. The chatbot's effects follow the webhooks, so that no fault of a flow delays a
 * webhook.
 */
export async function handleRecord(ctx: EventsContext, body: string): Promise<void> {
  const { eventId } = queuedEventSchema.parse(JSON.parse(body))
  const runId = await takeEvent({ ctx, input: { eventId } }).catch((err: unknown) => {
    // These faults are temporary or also affect webhooks, so the record is redelivered.
    if (isDatabaseUnavailable(err) || err instanceof RunChangedMeanwhile) throw err
    ctx.log.error({ err, eventId }, 'chatbot.event_failed')
    return null
  })
  await fanOut({ ctx, input: { eventId } })
  if (runId === null) return
  await performEffects({ ctx, input: { runId } }).catch(async (err: unknown) => {
    ctx.log.error({ err, runId }, 'chatbot.effects_failed')
    await performLater({ ctx, input: { runId } })
  })
}
