import { type FauxqsServer, startFauxqs } from 'fauxqs'
import type { EventQueueEnvironment, QueueEnvironment } from '#shared/contracts/environment.ts'

/** The connector gives up on a command itself; this is the net under it. */
const MAX_RECEIVES = '100'
/** How soon an event that could not be handled comes again. */
const EVENT_VISIBILITY_SECONDS = '10'

export interface LocalSqs {
  /** What the runtimes need to reach it. */
  environment: Pick<QueueEnvironment, 'VESPER_COMMAND_QUEUE_URL' | 'AWS_REGION'> &
    EventQueueEnvironment & {
      VESPER_DEAD_LETTER_QUEUE_URL: string
      AWS_ENDPOINT_URL_SQS: string
      VESPER_PARTITIONS: string
    }
  server: FauxqsServer
  /** Makes the queue of events, also anew where somebody deleted it. */
  createEventQueue(): void
  stop(): Promise<void>
}

/** Runs SQS, by AWS' own protocol, in memory: a FIFO queue for each partition, one for events, and their dead letters. */
export async function startSqs(partitions: number): Promise<LocalSqs> {
  const server = await startFauxqs({ port: 0, logger: false })
  const fifo = { FifoQueue: 'true', ContentBasedDeduplication: 'false' }
  const deadLetters = server.createQueue('vesper-dead-letters.fifo', { attributes: fifo })
  const RedrivePolicy = JSON.stringify({
    deadLetterTargetArn: deadLetters.queueArn,
    maxReceiveCount: MAX_RECEIVES,
  })
  for (let partition = 0; partition < partitions; partition++) {
    server.createQueue(`vesper-commands-${partition}.fifo`, { attributes: { ...fifo, RedrivePolicy } })
  }
  const createEventQueue = () =>
    server.createQueue('vesper-events.fifo', {
      attributes: { ...fifo, RedrivePolicy, VisibilityTimeout: EVENT_VISIBILITY_SECONDS },
    })
  const events = createEventQueue()
  return {
    server,
    createEventQueue,
    environment: {
      VESPER_COMMAND_QUEUE_URL: deadLetters.queueUrl.replace('dead-letters', 'commands-{partition}'),
      VESPER_DEAD_LETTER_QUEUE_URL: deadLetters.queueUrl,
      VESPER_EVENT_QUEUE_URL: events.queueUrl,
      VESPER_PARTITIONS: String(partitions),
      AWS_REGION: 'us-east-1',
      AWS_ENDPOINT_URL_SQS: server.address,
    },
    stop: () => server.stop(),
  }
}
