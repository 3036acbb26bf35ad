import type { EventQueueEnvironment } from '#shared/contracts/environment.ts'
import type { QueuedEvent } from '#shared/contracts/events.ts'
import type { RefusalLog } from './refusalLog.ts'
import type { SqsClient } from './sqs/sqsClient.ts'

/** The id of an event, and its FIFO group. */
export interface OrderedEvent {
  id: string
  group: string
}

/** Puts events into the FIFO event queue. The events of a group keep their order. */
export interface EventQueue {
  /** Returns the ids of the events that SQS accepted. Never throws. */
  sendAll(events: readonly OrderedEvent[]): Promise<string[]>
}

/** Maximum number of messages in one call of SQS. */
const BATCH_SIZE = 10
/** Number of parallel calls. All events of a group are in one lane, so that they keep their order. */
const LANES = 8

/** @param log receives an error with the cause when SQS does not accept events */
export function createEventQueue(
  sqs: SqsClient,
  environment: EventQueueEnvironment,
  log: RefusalLog,
): EventQueue {
  const sendLane = async (lane: readonly OrderedEvent[]): Promise<string[]> => {
    const taken: string[] = []
    for (let start = 0; start < lane.length; start += BATCH_SIZE) {
      const chunk = lane.slice(start, start + BATCH_SIZE)
      const sent = await sendChunk(sqs, environment.VESPER_EVENT_QUEUE_URL, chunk, log)
      taken.push(...sent)
      // Later events of the lane would overtake the refused events.
      if (sent.length < chunk.length) break
    }
    return taken
  }
  return {
    async sendAll(events) {
      return (await Promise.all(toLanes(events).map(sendLane))).flat()
    },
  }
}

async function sendChunk(
  sqs: SqsClient,
  QueueUrl: string,
  chunk: readonly OrderedEvent[],
  log: RefusalLog,
): Promise<string[]> {
  const Entries = chunk.map(({ id, group }, index) => ({
    Id: String(index),
    MessageBody: JSON.stringify({ eventId: id } satisfies QueuedEvent),
    MessageGroupId: group,
    MessageDeduplicationId: id,
  }))
  try {
    const { Successful = [], Failed = [] } = await sqs.send(
      'SendMessageBatch',
      { QueueUrl, Entries },
      {
        abortSignal: AbortSignal.timeout(10_000),
      },
    )
    if (Failed.length > 0) log.error({ failed: Failed }, 'events.not_enqueued')
    return Successful.flatMap(({ Id }) => chunk[Number(Id)]?.id ?? [])
  } catch (err) {
    log.error({ err, events: chunk.length }, 'events.not_enqueued')
    return []
  }
}

function toLanes(events: readonly OrderedEvent[]): OrderedEvent[][] {
  const lanes: OrderedEvent[][] = Array.from({ length: LANES }, () => [])
  const laneOf = new Map<string, number>()
  for (const event of events) {
    const lane = laneOf.get(event.group) ?? laneOf.size % LANES
    laneOf.set(event.group, lane)
    lanes[lane]?.push(event)
  }
  return lanes
}
