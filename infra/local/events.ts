import { DeleteMessageBatchCommand, type Message, ReceiveMessageCommand } from '@aws-sdk/client-sqs'
import type { SQSEvent } from 'aws-lambda'
import { handleBatch } from '#functions/events/handleBatch.ts'
import { createSqsClient } from '#shared/queues/index.ts'
import type { FunctionServices } from './functions.ts'
import type { LocalSqs } from './queues/sqs.ts'
import type { Shutdown } from './shutdown.ts'

type QueueAddress = Pick<
  LocalSqs['environment'],
  'AWS_REGION' | 'AWS_ENDPOINT_URL_SQS' | 'VESPER_EVENT_QUEUE_URL'
>

/** What Lambda's event source mapping takes at once, and how many batches it runs beside each other. */
const BATCH_SIZE = 10
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
  const sqs = createSqsClient(parts.sqs.environment)
  const stopping = new AbortController()

  const consume = async () => {
    while (!stopping.signal.aborted) {
      try {
        const received = await sqs.send(
          new ReceiveMessageCommand({
            QueueUrl,
            MaxNumberOfMessages: BATCH_SIZE,
            WaitTimeSeconds: WAIT_SECONDS,
            MessageSystemAttributeNames: ['All'],
          }),
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
    const { batchItemFailures } = await handleBatch(services, toEvent(messages))
    const failed = new Set(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier))
    // Those that failed come again when their visibility time-out has passed.
    const done = messages.filter(({ MessageId }) => !failed.has(MessageId ?? ''))
    if (done.length === 0) return
    const Entries = done.map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle }))
    await sqs.send(new DeleteMessageBatchCommand({ QueueUrl, Entries }))
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
