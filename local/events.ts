import type { Message } from '@aws-sdk/client-sqs'
import type { SQSEvent } from 'aws-lambda'
import { handleBatch } from '#functions/index.ts'
import { EVENT_QUEUE, FUNCTION_SECONDS } from '#shared/contracts/cloudLimits.ts'
import { SqsClient } from '#shared/queues/index.ts'
import type { FunctionServices } from './functions.ts'
import { invoke } from './lambda/index.ts'
import type { Shutdown } from './process/index.ts'
import type { LocalSqs } from './queues/sqs.ts'

type QueueAddress = Pick<
  LocalSqs['environment'],
  'AWS_REGION' | 'AWS_ENDPOINT_URL_SQS' | 'VESPER_EVENT_QUEUE_URL'
>

/** The number of concurrent batches. */
const CONSUMERS = 4
const WAIT_SECONDS = 2
const RETRY_MS = 1_000

/** Feeds the event queue to its function, as Lambda's event source mapping does. */
export function consumeEvents(
  services: FunctionServices,
  parts: { sqs: { environment: QueueAddress } },
  shutdown: Shutdown,
): void {
  const QueueUrl = parts.sqs.environment.VESPER_EVENT_QUEUE_URL
  const sqs = new SqsClient(parts.sqs.environment)
  const stopping = new AbortController()

  const consume = async () => {
    while (!stopping.signal.aborted) {
      try {
        const received = await sqs.send(
          'ReceiveMessage',
          {
            QueueUrl,
            MaxNumberOfMessages: EVENT_QUEUE.batchSize,
            WaitTimeSeconds: WAIT_SECONDS,
            MessageSystemAttributeNames: ['All'],
          },
          { abortSignal: stopping.signal },
        )
        await handle(received.Messages ?? [])
      } catch (err) {
        if (stopping.signal.aborted) return
        services.log.error({ err }, 'events.consumer_failed')
        await new Promise((resolve) => setTimeout(resolve, RETRY_MS))
      }
    }
  }

  const handle = async (messages: readonly Message[]) => {
    if (messages.length === 0) return
    const handled = await invoke(FUNCTION_SECONDS.events * 1_000, () =>
      handleBatch(services, toEvent(messages)),
    )
    if (handled === 'late') {
      services.log.error({ function: 'events' }, 'function.timed_out')
      return
    }
    const { batchItemFailures } = handled
    const failed = new Set(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier))
    const entries = messages.map(({ MessageId = '', ReceiptHandle }) => ({ Id: MessageId, ReceiptHandle }))
    const done = entries.filter(({ Id }) => !failed.has(Id))
    // A failed event is visible again at the end of its visibility time-out.
    if (done.length > 0) await sqs.send('DeleteMessageBatch', { QueueUrl, Entries: done })
  }

  const running = Array.from({ length: CONSUMERS }, consume)
  shutdown.add(async () => {
    stopping.abort()
    await Promise.all(running)
    sqs.destroy()
  })
}

function toEvent(messages: readonly Message[]): SQSEvent {
  return {
    Records: messages.map((message) => ({
      messageId: message.MessageId ?? '',
      receiptHandle: message.ReceiptHandle ?? '',
      body: message.Body ?? '',
      attributes: {
        ApproximateReceiveCount: '1',
        SentTimestamp: '',
        SenderId: '',
        ApproximateFirstReceiveTimestamp: '',
        ...message.Attributes,
      },
      messageAttributes: {},
      md5OfBody: message.MD5OfBody ?? '',
      eventSource: 'aws:sqs',
      eventSourceARN: '',
      awsRegion: '',
    })),
  }
}
