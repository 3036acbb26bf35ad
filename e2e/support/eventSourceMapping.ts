import {
  ChangeMessageVisibilityBatchCommand,
  DeleteMessageBatchCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs'
import { EVENT_QUEUE, FUNCTION_SECONDS } from '#shared/contracts/cloudLimits.ts'
import type { Lambda } from './lambda.ts'

/** Lambda's poller of the event queue. Lambda calls SQS with the role of the function. */
export interface EventSourceMapping {
  /**
   * Reads the attributes of the queue, receives a batch, invokes the function, and deletes the handled messages, as Lambda does
   * (docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html).
   * @returns the number of received messages
   * @throws the error of SQS, which Lambda shows as the last result of the mapping
   */
  poll(): Promise<number>
  /** Ends the visibility time-out of the last batch at once. */
  expire(): Promise<void>
  stop(): void
}

/**
 * Maps the event queue to a function.
 * @param role variables that lead the SDK to a stand-in with the role of the function
 * @param owner variables that lead the SDK to a stand-in that denies nothing
 */
export function mapEvents(
  lambda: Lambda,
  QueueUrl: string,
  role: Record<string, string>,
  owner: Record<string, string>,
): EventSourceMapping {
  const poller = clientOf(role)
  const queue = clientOf(owner)
  let last: { Id: string; ReceiptHandle: string | undefined }[] = []
  return {
    async poll() {
      const { Attributes } = await poller.send(
        new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['VisibilityTimeout'] }),
      )
      if (Number(Attributes?.VisibilityTimeout) < FUNCTION_SECONDS.events)
        throw new Error('The visibility time-out of the queue is less than the time-out of the function')
      const { Messages = [] } = await poller.send(
        new ReceiveMessageCommand({
          QueueUrl,
          MaxNumberOfMessages: EVENT_QUEUE.batchSize,
          MessageSystemAttributeNames: ['All'],
        }),
      )
      last = Messages.map(({ MessageId = '', ReceiptHandle }) => ({ Id: MessageId, ReceiptHandle }))
      if (last.length === 0) return 0
      const { batchItemFailures } = await lambda.invoke({
        Records: Messages.map(({ MessageId, ReceiptHandle, Body, Attributes }) => ({
          ...{ messageId: MessageId, receiptHandle: ReceiptHandle, body: Body, attributes: Attributes },
          ...{ messageAttributes: {}, eventSource: 'aws:sqs', awsRegion: 'us-east-1' },
        })),
      })
      const failed = (batchItemFailures as { itemIdentifier: string }[]).map((one) => one.itemIdentifier)
      const Entries = last.filter(({ Id }) => !failed.includes(Id))
      if (Entries.length > 0) await poller.send(new DeleteMessageBatchCommand({ QueueUrl, Entries }))
      return last.length
    },
    async expire() {
      const Entries = last.map((entry) => ({ ...entry, VisibilityTimeout: 0 }))
      await queue.send(new ChangeMessageVisibilityBatchCommand({ QueueUrl, Entries }))
    },
    stop() {
      poller.destroy()
      queue.destroy()
    },
  }
}

function clientOf(environment: Record<string, string>): SQSClient {
  return new SQSClient({
    region: 'us-east-1',
    endpoint: environment.AWS_ENDPOINT_URL_SQS ?? '',
    credentials: { accessKeyId: environment.AWS_ACCESS_KEY_ID ?? 'owner', secretAccessKey: 'test' },
  })
}
