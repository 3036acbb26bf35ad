import { createHash } from 'node:crypto'
import { SqsError } from './errors.ts'
import type { Received } from './fifoQueue.ts'
import type { QueuedMessage } from './messageGroup.ts'
import type { Queues } from './queues.ts'
import type { ReceiptFault } from './receipts.ts'
import {
  attributesRequest,
  deleteBatchRequest,
  deleteQueueRequest,
  receiveRequest,
  sendBatchRequest,
  sendRequest,
  storable,
  visibilityBatchRequest,
} from './requests.ts'

/** Performs a request and returns the body of its response. The signal aborts when the client closes the connection. */
type Action = (queues: Queues, body: unknown, signal: AbortSignal) => object | Promise<object>

const MAX_ENTRIES = 10
/** Most bytes of a message, and of all messages of a batch. */
const MAX_BYTES = 1024 * 1024
const BATCH_ID = /^[\w-]{1,80}$/

/** The operations of this stand-in, by SQS' names. Each throws SqsError, or ZodError for an invalid body. */
export const ACTIONS: Readonly<Record<string, Action>> = {
  SendMessage(queues, body) {
    const { QueueUrl, ...message } = sendRequest.parse(body)
    if (bytesOf([message]) > MAX_BYTES)
      throw new SqsError('InvalidParameterValue', `A message has at most ${MAX_BYTES} bytes.`)
    return send(queues, QueueUrl, [message])[0] ?? {}
  },

  SendMessageBatch(queues, body) {
    const { QueueUrl, Entries } = sendBatchRequest.parse(body)
    checkBatch(Entries)
    if (bytesOf(Entries) > MAX_BYTES)
      throw new SqsError(
        'BatchRequestTooLong',
        `The messages of a batch have at most ${MAX_BYTES} bytes together.`,
      )
    const sent = send(queues, QueueUrl, Entries)
    return { Successful: sent.map((answer, index) => ({ Id: Entries[index]?.Id, ...answer })), Failed: [] }
  },

  async ReceiveMessage(queues, body, signal) {
    const request = receiveRequest.parse(body)
    const { VisibilityTimeout } = request
    const ask = {
      most: request.MaxNumberOfMessages,
      visibilityMs: VisibilityTimeout === undefined ? undefined : VisibilityTimeout * 1_000,
    }
    const queue = queues.find(request.QueueUrl)
    const received = await queue.receive(ask, request.WaitTimeSeconds * 1_000, signal)
    const names = new Set(request.MessageSystemAttributeNames)
    return { Messages: received.map((message) => toMessage(message, names)) }
  },

  DeleteMessageBatch(queues, body) {
    const { QueueUrl, Entries } = deleteBatchRequest.parse(body)
    checkBatch(Entries)
    const handles = Entries.map(({ ReceiptHandle }) => ReceiptHandle)
    return outcomes(Entries, queues.find(QueueUrl).delete(handles))
  },

  ChangeMessageVisibilityBatch(queues, body) {
    const { QueueUrl, Entries } = visibilityBatchRequest.parse(body)
    checkBatch(Entries)
    const changes = Entries.map(({ ReceiptHandle, VisibilityTimeout }) => ({
      handle: ReceiptHandle,
      visibilityMs: VisibilityTimeout * 1_000,
    }))
    return outcomes(Entries, queues.find(QueueUrl).setVisibility(changes))
  },

  GetQueueAttributes(queues, body) {
    const { QueueUrl, AttributeNames } = attributesRequest.parse(body)
    const { visibilityMs, waiting, inFlight } = queues.find(QueueUrl).state()
    const all = {
      FifoQueue: 'true',
      VisibilityTimeout: String(visibilityMs / 1_000),
      ApproximateNumberOfMessages: String(waiting),
      ApproximateNumberOfMessagesNotVisible: String(inFlight),
    }
    const asked = Object.entries(all).filter(([name]) =>
      AttributeNames.some((each) => each === 'All' || each === name),
    )
    return asked.length > 0 ? { Attributes: Object.fromEntries(asked) } : {}
  },

  DeleteQueue(queues, body) {
    queues.delete(deleteQueueRequest.parse(body).QueueUrl)
    return {}
  },
}

interface Sending {
  MessageBody: string
  MessageGroupId: string
  MessageDeduplicationId: string
}

function send(queues: Queues, url: string, messages: readonly Sending[]) {
  const outgoing = messages.map(({ MessageBody, MessageGroupId, MessageDeduplicationId }) => ({
    body: storable(MessageBody),
    group: MessageGroupId,
    deduplicationId: MessageDeduplicationId,
  }))
  const sent = queues.find(url).send(outgoing)
  return sent.map((message, index) => ({
    MessageId: message.id,
    MD5OfMessageBody: md5(messages[index]?.MessageBody ?? ''),
    SequenceNumber: sequenceNumber(message),
  }))
}

function toMessage(message: Received, names: ReadonlySet<string>) {
  const { id, handle, body, sentAt, receives, firstReceivedAt } = message
  const all = {
    ApproximateReceiveCount: String(receives),
    ApproximateFirstReceiveTimestamp: String(firstReceivedAt),
    MessageDeduplicationId: message.deduplicationId,
    MessageGroupId: message.group,
    SenderId: 'local',
    SentTimestamp: String(sentAt),
    SequenceNumber: sequenceNumber(message),
  }
  const asked = Object.entries(all).filter(([name]) => names.has(name) || names.has('All'))
  return {
    MessageId: id,
    ReceiptHandle: handle,
    Body: body,
    MD5OfBody: md5(body),
    ...(asked.length > 0 && { Attributes: Object.fromEntries(asked) }),
  }
}

/**
 * Checks the number of entries and their ids.
 * @throws SqsError
 */
function checkBatch(entries: readonly { Id: string }[]): void {
  if (entries.length === 0) throw new SqsError('EmptyBatchRequest', 'The batch request has no entries.')
  if (entries.length > MAX_ENTRIES)
    throw new SqsError('TooManyEntriesInBatchRequest', `A batch has at most ${MAX_ENTRIES} entries.`)
  if (!entries.every(({ Id }) => BATCH_ID.test(Id)))
    throw new SqsError(
      'InvalidBatchEntryId',
      'The Id of an entry has 1 to 80 letters, digits, hyphens and underscores.',
    )
  if (new Set(entries.map(({ Id }) => Id)).size < entries.length)
    throw new SqsError('BatchEntryIdsNotDistinct', 'Two entries of the batch have the same Id.')
}

function bytesOf(messages: readonly Pick<Sending, 'MessageBody'>[]): number {
  return messages.reduce((sum, { MessageBody }) => sum + Buffer.byteLength(MessageBody), 0)
}

function outcomes(entries: readonly { Id: string }[], faults: readonly (ReceiptFault | null)[]) {
  const failed = (fault: ReceiptFault) => ({
    SenderFault: true,
    Code: fault === 'invalid' ? 'ReceiptHandleIsInvalid' : 'InvalidParameterValue',
    Message: fault === 'invalid' ? 'The receipt handle is not valid.' : 'The receipt handle has expired.',
  })
  const judged = entries.map(({ Id }, index) => ({ Id, fault: faults[index] ?? null }))
  return {
    Successful: judged.flatMap(({ Id, fault }) => (fault === null ? [{ Id }] : [])),
    Failed: judged.flatMap(({ Id, fault }) => (fault === null ? [] : [{ Id, ...failed(fault) }])),
  }
}

function sequenceNumber({ sequence }: QueuedMessage): string {
  return String(sequence).padStart(20, '0')
}

function md5(text: string): string {
  return createHash('md5').update(text).digest('hex')
}
