import { COMMAND_QUEUE, EVENT_QUEUE } from '#shared/contracts/cloudLimits.ts'
import type { EventQueueEnvironment, QueueEnvironment } from '#shared/contracts/environment.ts'
import { type QueueSettings, Queues } from './queues.ts'
import { serveSqs } from './sqsServer.ts'

const DEAD_LETTERS = 'vesper-dead-letters.fifo'
const EVENTS = 'vesper-events.fifo'

export interface LocalSqs {
  /** The variables with which the runtimes reach the queues. */
  environment: Pick<QueueEnvironment, 'VESPER_COMMAND_QUEUE_URL' | 'AWS_REGION'> &
    EventQueueEnvironment & {
      VESPER_DEAD_LETTER_QUEUE_URL: string
      AWS_ENDPOINT_URL_SQS: string
      VESPER_PARTITIONS: string
    }
  /**
   * Returns the bodies of all messages in a queue, also of the messages in flight, in order.
   * @throws QueueDoesNotExist
   */
  bodiesIn(queue: 'commands' | 'events' | 'deadLetters'): string[]
  /** Creates the event queue, also after its deletion. */
  createEventQueue(): void
  /** Answers each call with 500, until `heal`. */
  refuse(): void
  heal(): void
  stop(): Promise<void>
}

/**
 * Runs SQS by AWS' own protocol, in memory: a FIFO queue for each partition, a queue for events, and their
 * dead letters.
 */
export async function startSqs(partitions: number): Promise<LocalSqs> {
  const queues = new Queues()
  const commands = Array.from({ length: partitions }, (_, partition) => commandQueue(String(partition)))
  queues.create({ name: DEAD_LETTERS })
  for (const name of commands) queues.create(withLimits(name, COMMAND_QUEUE))
  const createEventQueue = () => queues.create(withLimits(EVENTS, EVENT_QUEUE))
  createEventQueue()
  const { url, refuse, heal, stop } = await serveSqs(queues)
  const names = { commands, events: [EVENTS], deadLetters: [DEAD_LETTERS] }
  return {
    bodiesIn: (queue) =>
      names[queue].flatMap((name) =>
        queues
          .find(name)
          .messages()
          .map(({ body }) => body),
      ),
    createEventQueue,
    refuse,
    heal,
    environment: {
      VESPER_COMMAND_QUEUE_URL: `${url}/local/${commandQueue('{partition}')}`,
      VESPER_DEAD_LETTER_QUEUE_URL: `${url}/local/${DEAD_LETTERS}`,
      VESPER_EVENT_QUEUE_URL: `${url}/local/${EVENTS}`,
      VESPER_PARTITIONS: String(partitions),
      AWS_REGION: 'us-east-1',
      AWS_ENDPOINT_URL_SQS: url,
    },
    async stop() {
      await stop()
      queues.close()
    },
  }
}

/** Returns the settings of a queue with the limits that the templates set. */
function withLimits(
  name: string,
  { maxReceives, visibilitySeconds }: { maxReceives: number; visibilitySeconds: number },
): QueueSettings {
  return { name, visibilitySeconds, redrive: { to: DEAD_LETTERS, maxReceives } }
}

function commandQueue(partition: string): string {
  return `vesper-commands-${partition}.fifo`
}
