import type { Message } from '@aws-sdk/client-sqs'
import { Batcher } from '#shared/batcher.ts'
import type { QueueEnvironment } from '#shared/contracts/environment.ts'
import { commandQueueUrl } from '#shared/queues/index.ts'
import type { ConnectorConfig } from '../config.ts'
import type { ConnectorServices } from '../services.ts'

/** Limit of SQS for one call. */
const BATCH = 10

/** An SQS message that holds a command. */
export type ReceivedCommand = Message & { ReceiptHandle: string; Body: string }

export type SourceServices = Pick<ConnectorServices, 'sqs' | 'log'> & {
  config: Pick<
    ConnectorConfig,
    keyof QueueEnvironment | 'VESPER_DEAD_LETTER_QUEUE_URL' | 'VESPER_QUEUE_WAIT_SECONDS'
  >
}

/** The command queue (FIFO) of a partition. */
export class CommandSource {
  readonly #services: SourceServices
  readonly #queueUrl: string
  /** Batches deletions by receipt handle. A result is true if SQS deleted the message. */
  readonly #deletes: Batcher<string, boolean>

  constructor(services: SourceServices, partition: number) {
    this.#services = services
    this.#queueUrl = commandQueueUrl(services.config, partition)
    this.#deletes = new Batcher({
      work: (handles) => this.#delete(handles),
      isItemFault: () => false,
      maxItems: BATCH,
    })
  }

  /**
   * Receives up to ten commands by a long poll. SQS delivers no more commands of a group until these are deleted or visible
   * again.
   * @throws the error of SQS or of the network
   */
  async receive(visibilitySeconds: number): Promise<ReceivedCommand[]> {
    const { Messages = [] } = await this.#services.sqs.send('ReceiveMessage', {
      QueueUrl: this.#queueUrl,
      MaxNumberOfMessages: BATCH,
      WaitTimeSeconds: this.#services.config.VESPER_QUEUE_WAIT_SECONDS,
      VisibilityTimeout: visibilitySeconds,
      MessageSystemAttributeNames: ['MessageGroupId'],
    })
    return Messages.filter((message): message is ReceivedCommand =>
      Boolean(message.ReceiptHandle && message.Body),
    )
  }

  /**
   * Deletes a command that is settled.
   * @throws Error if SQS did not delete it
   */
  async delete({ ReceiptHandle }: ReceivedCommand): Promise<void> {
    if (!(await this.#deletes.add(ReceiptHandle)))
      throw new Error('SQS did not delete the command, and will redeliver it.')
  }

  /**
   * Sends a command to the dead letters.
   * @throws the error of SQS or of the network
   */
  async sendToDeadLetters(message: ReceivedCommand): Promise<void> {
    await this.#services.sqs.send('SendMessage', {
      QueueUrl: this.#services.config.VESPER_DEAD_LETTER_QUEUE_URL,
      MessageBody: message.Body,
      MessageGroupId: message.Attributes?.MessageGroupId ?? 'unknown',
      MessageDeduplicationId: message.MessageId,
    })
  }

  /**
   * Sets the visibility time-out of messages. The calls run in parallel, so that one call that hangs delays no other. A failed
   * call is harmless: the command is redelivered, and its handler finds that it is settled.
   */
  async setVisibility(messages: readonly ReceivedCommand[], seconds: number): Promise<void> {
    const calls: Promise<unknown>[] = []
    for (let start = 0; start < messages.length; start += BATCH) {
      const Entries = messages
        .slice(start, start + BATCH)
        .map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle, VisibilityTimeout: seconds }))
      const call = this.#services.sqs
        .send('ChangeMessageVisibilityBatch', { QueueUrl: this.#queueUrl, Entries })
        .catch((err: unknown) => this.#services.log.warn({ err }, 'queue.visibility_failed'))
      calls.push(call)
    }
    await Promise.all(calls)
  }

  async #delete(handles: readonly string[]): Promise<boolean[]> {
    const Entries = handles.map((ReceiptHandle, index) => ({ Id: String(index), ReceiptHandle }))
    const { Successful = [] } = await this.#services.sqs.send('DeleteMessageBatch', {
      QueueUrl: this.#queueUrl,
      Entries,
    })
    const gone = new Set(Successful.map(({ Id }) => Id))
    return handles.map((_, index) => gone.has(String(index)))
  }
}
