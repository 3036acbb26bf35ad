import { queuedEventSchema } from '#shared/contracts/events.ts'
import { isDatabaseUnavailable } from '#shared/database/index.ts'
import { performEffects, performLater, takeEvent } from '#shared/domain/chatbot/index.ts'
import { fanOut } from '#shared/domain/deliveries/index.ts'
import { RunChangedMeanwhile } from '#shared/errors/index.ts'
import type { EventsContext } from './services.ts'

/**
 * Handles one message of the event queue. A body that is no event's throws, and ends in the dead-letter queue. The chatbot hears of it
 * before it counts as handled, and speaks behind the webhooks, which no fault of a flow holds up.
 */
export async function handleRecord(ctx: EventsContext, body: string): Promise<void> {
  const { eventId } = queuedEventSchema.parse(JSON.parse(body))
  const runId = await takeEvent({ ctx, input: { eventId } }).catch((err: unknown) => {
    // It would hold up the webhooks too, or is over in a moment: the record comes again.
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
