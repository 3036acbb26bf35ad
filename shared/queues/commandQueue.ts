import { SendMessageBatchCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs'
import type { Command } from '#shared/contracts/commands.ts'
import type { QueueEnvironment } from '#shared/contracts/environment.ts'
import { OutcomeUnknown } from '#shared/errors/index.ts'
import { newId } from '#shared/ids.ts'

/** A command and the partition of its session. */
export interface Addressed {
  partition: number
  command: Command
  /** Tells one enqueueing of a message from another: SQS drops a second one that says the same, for 5 minutes. */
  attempt?: string
}

/** Puts commands into the FIFO queue of their partition, in order by session. */
export interface CommandQueue {
  /**
   * Puts one command into its queue.
   * @throws OutcomeUnknown if SQS did not confirm the command: SQS may have taken it. The caller decides, by whether it can
   * withdraw the row that the command points to.
   */
  send(addressed: Addressed): Promise<void>
  /** Sends many; answers those that SQS did not take. Never throws. */
  sendAll(batch: readonly Addressed[]): Promise<Addressed[]>
}

/** SQS takes this many messages in one call. */
const BATCH_SIZE = 10

/** The SQS client of one process. A call that hangs would hold an API request or a session: both time-outs are short. */
export function createSqsClient(
  environment: Pick<QueueEnvironment, 'AWS_REGION' | 'AWS_ENDPOINT_URL_SQS'>,
): SQSClient {
  return new SQSClient({
    region: environment.AWS_REGION,
    ...(environment.AWS_ENDPOINT_URL_SQS && {
      endpoint: environment.AWS_ENDPOINT_URL_SQS,
      // A queue's URL names a host of AWS' naming, which a stand-in has no DNS for.
      useQueueUrlAsEndpoint: false,
    }),
    maxAttempts: 3,
    // What TLS and the length of the answer do not show, a parser does: each digest costs more than it finds.
    md5: false,
    // Without the last setting the SDK only warns, and waits without end.
    requestHandler: { connectionTimeout: 2_000, requestTimeout: 30_000, throwOnRequestTimeout: true },
  })
}

/** URL of the command queue of a partition. */
export function commandQueueUrl(environment: QueueEnvironment, partition: number): string {
  return environment.VESPER_COMMAND_QUEUE_URL.replace('{partition}', String(partition))
}

export function createCommandQueue(sqs: SQSClient, environment: QueueEnvironment): CommandQueue {
  return {
    async send({ partition, command, attempt }) {
      const entry = toEntry(command, attempt)
      try {
        await sqs.send(
          new SendMessageCommand({ QueueUrl: commandQueueUrl(environment, partition), ...entry }),
          { abortSignal: AbortSignal.timeout(5_000) },
        )
      } catch (cause) {
        throw new OutcomeUnknown({ cause })
      }
    },
    async sendAll(batch) {
      const refused: Addressed[] = []
      let isDown = false
      for (const chunk of chunksByPartition(batch)) {
        const left: Addressed[] = isDown ? chunk : await sendChunk(sqs, environment, chunk)
        // A queue that took nothing of one call would cost a time-out for each of the others.
        isDown ||= left.length === chunk.length
        refused.push(...left)
      }
      return refused
    },
  }
}

async function sendChunk(
  sqs: SQSClient,
  environment: QueueEnvironment,
  chunk: Addressed[],
): Promise<Addressed[]> {
  const [first] = chunk
  if (first === undefined) return []
  try {
    const { Failed = [] } = await sqs.send(
      new SendMessageBatchCommand({
        QueueUrl: commandQueueUrl(environment, first.partition),
        Entries: chunk.map(({ command, attempt }, index) => ({
          Id: String(index),
          ...toEntry(command, attempt),
        })),
      }),
      { abortSignal: AbortSignal.timeout(10_000) },
    )
    return Failed.flatMap(({ Id }) => chunk[Number(Id)] ?? [])
  } catch {
    return chunk
  }
}

function toEntry(command: Command, attempt: string | undefined) {
  return {
    MessageBody: JSON.stringify(command),
    MessageGroupId: groupOf(command),
    MessageDeduplicationId: deduplicationId(command, attempt),
  }
}

/** A session's messages keep their order; what its user asks of the session itself does not wait behind them. */
function groupOf(command: Command): string {
  return command.type === 'message.send' ? command.sessionId : `${command.sessionId}:control`
}

/** A message is sent once, however often it is enqueued: its claim sees to that. A sync is a wake-up, and each one counts. */
function deduplicationId(command: Command, attempt = ''): string {
  switch (command.type) {
    case 'message.send':
      return `${command.sessionId}:${command.messageId}:${attempt}`
    case 'request.run':
      return `${command.sessionId}:${command.requestId}`
    case 'session.sync':
      return `${command.sessionId}:${newId('request')}`
  }
}

function* chunksByPartition(batch: readonly Addressed[]): Generator<Addressed[]> {
  const byPartition = new Map<number, Addressed[]>()
  for (const item of batch) {
    const group = byPartition.get(item.partition)
    if (group) group.push(item)
    else byPartition.set(item.partition, [item])
  }
  for (const group of byPartition.values()) {
    for (let start = 0; start < group.length; start += BATCH_SIZE)
      yield group.slice(start, start + BATCH_SIZE)
  }
}
