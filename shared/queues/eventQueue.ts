import { SendMessageBatchCommand, type SQSClient } from '@aws-sdk/client-sqs'
import type { EventQueueEnvironment } from '#shared/contracts/environment.ts'
import type { QueuedEvent } from '#shared/contracts/events.ts'

/** An event's id, and the group in which it keeps its order. */
export interface OrderedEvent {
  id: string
  group: string
}

/** Puts events into their FIFO queue, in order by group. */
export interface EventQueue {
  /** Answers the ids of those that SQS took. Never throws. */
  sendAll(events: readonly OrderedEvent[]): Promise<string[]>
}

/** SQS takes this many messages in one call. */
const BATCH_SIZE = 10
/** Calls at once; a group's events are all in one lane, and so stay in order. */
const LANES = 8

export function createEventQueue(sqs: SQSClient, environment: EventQueueEnvironment): EventQueue {
  const sendLane = async (lane: readonly OrderedEvent[]): Promise<string[]> => {
    const taken: string[] = []
    for (let start = 0; start < lane.length; start += BATCH_SIZE) {
      const chunk = lane.slice(start, start + BATCH_SIZE)
      const sent = await sendChunk(sqs, environment.VESPER_EVENT_QUEUE_URL, chunk)
      taken.push(...sent)
      // What comes behind a lost one would overtake it.
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
  sqs: SQSClient,
  QueueUrl: string,
  chunk: readonly OrderedEvent[],
): Promise<string[]> {
  const Entries = chunk.map(({ id, group }, index) => ({
    Id: String(index),
    MessageBody: JSON.stringify({ eventId: id } satisfies QueuedEvent),
    MessageGroupId: group,
    MessageDeduplicationId: id,
  }))
  try {
    const { Successful = [] } = await sqs.send(new SendMessageBatchCommand({ QueueUrl, Entries }), {
      abortSignal: AbortSignal.timeout(10_000),
    })
    return Successful.flatMap(({ Id }) => chunk[Number(Id)]?.id ?? [])
  } catch {
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
