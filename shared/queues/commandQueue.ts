import type { Command } from '#shared/contracts/commands.ts'
import type { QueueEnvironment } from '#shared/contracts/environment.ts'
import { OutcomeUnknown } from '#shared/errors/index.ts'
import { newId } from '#shared/ids.ts'
import type { RefusalLog } from './refusalLog.ts'
import type { SqsClient } from './sqs/sqsClient.ts'

/** A command and the partition of its session. */
export interface Addressed {
  partition: number
  command: Command
  /** Distinguishes repeated commands for a message. For 5 minutes, SQS drops a second command with the same attempt. */
  attempt?: string
}

/** Puts commands into the FIFO queues of their partitions. The commands of a session keep their order. */
export interface CommandQueue {
  /**
   * Puts one command into its queue.
   * @throws OutcomeUnknown if SQS did not confirm the command. SQS may have the command, so that the caller tries to withdraw its
   *   row and then decides on the answer.
   */
  send(addressed: Addressed): Promise<void>
  /** Puts commands into their queues. Returns the commands that SQS did not accept. Never throws. */
  sendAll(batch: readonly Addressed[]): Promise<Addressed[]>
}

/** Maximum number of messages in one call of SQS. */
const BATCH_SIZE = 10

/** Returns the URL of a partition's command queue. */
export function commandQueueUrl(environment: QueueEnvironment, partition: number): string {
  return environment.VESPER_COMMAND_QUEUE_URL.replace('{partition}', String(partition))
}

/** @param log receives an error with the cause when SQS does not accept a batch of commands */
export function createCommandQueue(
  sqs: SqsClient,
  environment: QueueEnvironment,
  log: RefusalLog,
): CommandQueue {
  return {
    async send({ partition, command, attempt }) {
      const entry = toEntry(command, attempt)
      try {
        const input = { QueueUrl: commandQueueUrl(environment, partition), ...entry }
        await sqs.send('SendMessage', input, { abortSignal: AbortSignal.timeout(5_000) })
      } catch (cause) {
        throw new OutcomeUnknown({ cause })
      }
    },
    async sendAll(batch) {
      const refused: Addressed[] = []
      let isDown = false
      for (const chunk of chunksByPartition(batch)) {
        const left: Addressed[] = isDown ? chunk : await sendChunk(sqs, environment, chunk, log)
        // After a call without success, each further call would probably wait for its time-out too.
        isDown ||= left.length === chunk.length
        refused.push(...left)
      }
      return refused
    },
  }
}

async function sendChunk(
  sqs: SqsClient,
  environment: QueueEnvironment,
  chunk: Addressed[],
  log: RefusalLog,
): Promise<Addressed[]> {
  const [first] = chunk
  if (first === undefined) return []
  try {
    const { Failed = [] } = await sqs.send(
      'SendMessageBatch',
      {
        QueueUrl: commandQueueUrl(environment, first.partition),
        Entries: chunk.map(({ command, attempt }, index) => ({
          Id: String(index),
          ...toEntry(command, attempt),
        })),
      },
      { abortSignal: AbortSignal.timeout(10_000) },
    )
    if (Failed.length > 0) log.error({ failed: Failed }, 'commands.not_enqueued')
    return Failed.flatMap(({ Id }) => chunk[Number(Id)] ?? [])
  } catch (err) {
    log.error({ err, commands: chunk.length }, 'commands.not_enqueued')
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

/** Returns the FIFO group of a command. The messages of a session keep their order; other commands do not wait for messages. */
function groupOf(command: Command): string {
  return command.type === 'message.send' ? command.sessionId : `${command.sessionId}:control`
}

/** Returns the deduplication id of a command. Each sync has its own id, because each sync must wake the connector. */
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
