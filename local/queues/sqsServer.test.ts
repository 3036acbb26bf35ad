import { randomUUID } from 'node:crypto'
import {
  ChangeMessageVisibilityBatchCommand,
  DeleteMessageBatchCommand,
  DeleteMessageCommand,
  DeleteQueueCommand,
  GetQueueAttributesCommand,
  type QueueAttributeName,
  QueueDoesNotExist,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs'
import { expect, it, onTestFinished } from 'vitest'
import { Queues } from './queues.ts'
import { serveSqs } from './sqsServer.ts'

const NAME = 'messages.fifo'

/** Starts a stand-in, with the real client, which checks each digest. */
async function open() {
  const queues = new Queues()
  queues.create({ name: NAME })
  const server = await serveSqs(queues)
  const sqs = new SQSClient({
    region: 'us-east-1',
    endpoint: server.url,
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    maxAttempts: 1,
  })
  onTestFinished(async () => {
    sqs.destroy()
    await server.stop()
    queues.close()
  })
  const QueueUrl = `${server.url}/local/${NAME}`
  const entry = (MessageBody: string) => ({
    MessageBody,
    MessageGroupId: 'a',
    MessageDeduplicationId: randomUUID(),
  })
  return {
    server,
    sqs,
    QueueUrl,
    queue: queues.find(NAME),
    send: (body: string) => sqs.send(new SendMessageCommand({ QueueUrl, ...entry(body) })),
    sendAll: (...bodies: string[]) =>
      sqs.send(
        new SendMessageBatchCommand({
          QueueUrl,
          Entries: bodies.map((body, index) => ({ Id: String(index), ...entry(body) })),
        }),
      ),
    async receive(WaitTimeSeconds = 0, abortSignal?: AbortSignal) {
      const asked = {
        QueueUrl,
        WaitTimeSeconds,
        MaxNumberOfMessages: 10,
        MessageSystemAttributeNames: ['All' as const],
      }
      const { Messages = [] } = await sqs.send(
        new ReceiveMessageCommand(asked),
        abortSignal ? { abortSignal } : {},
      )
      return Messages
    },
  }
}

it('accepts a batch, and returns the batch with its attributes', async () => {
  const { sendAll, receive } = await open()
  const { Successful } = await sendAll('one', 'zwölf')
  expect(Successful?.map(({ Id }) => Id)).toEqual(['0', '1'])
  const received = await receive()
  expect(received.map(({ Body }) => Body)).toEqual(['one', 'zwölf'])
  expect(received[1]).toMatchObject({
    MessageId: Successful?.[1]?.MessageId,
    Attributes: {
      MessageGroupId: 'a',
      MessageDeduplicationId: expect.any(String),
      ApproximateReceiveCount: '1',
      SequenceNumber: Successful?.[1]?.SequenceNumber,
    },
  })
})

it('answers a long poll as soon as there is a message', async () => {
  const { send, receive } = await open()
  const polling = receive(20)
  await send('now')
  expect((await polling).map(({ Body }) => Body)).toEqual(['now'])
})

it('gives no message to an aborted long poll', async () => {
  const { send, receive, queue } = await open()
  const gone = new AbortController()
  const ended: unknown[] = []
  const polling = receive(20, gone.signal).catch((err: unknown) => ended.push(err))
  await expect.poll(() => queue.polls).toBe(1)
  gone.abort()
  await polling
  await expect.poll(() => queue.polls).toBe(0)
  expect(ended).toHaveLength(1)
  await send('for the next receive')
  expect((await receive()).map(({ Body }) => Body)).toEqual(['for the next receive'])
})

it('settles or releases each entry of a batch by itself', async () => {
  const { sendAll, receive, sqs, QueueUrl } = await open()
  await sendAll('one', 'two')
  const [one, two] = await receive()
  const visible = await sqs.send(
    new ChangeMessageVisibilityBatchCommand({
      QueueUrl,
      Entries: [{ Id: '2', ReceiptHandle: two?.ReceiptHandle, VisibilityTimeout: 0 }],
    }),
  )
  expect(visible.Successful).toEqual([{ Id: '2' }])
  const { Successful, Failed } = await sqs.send(
    new DeleteMessageBatchCommand({
      QueueUrl,
      Entries: [one, two].map((message, index) => ({
        Id: String(index + 1),
        ReceiptHandle: message?.ReceiptHandle,
      })),
    }),
  )
  expect(Successful).toEqual([{ Id: '1' }])
  expect(Failed).toMatchObject([{ Id: '2', Code: 'InvalidParameterValue', SenderFault: true }])
  expect((await receive()).map(({ Body }) => Body)).toEqual(['two'])
})

it('reports a deleted queue, and ends its long polls', async () => {
  const { sqs, send, receive, queue, QueueUrl } = await open()
  const polling = receive(20)
  await expect.poll(() => queue.polls).toBe(1)
  await sqs.send(new DeleteQueueCommand({ QueueUrl }))
  expect(await polling).toEqual([])
  const error = await send('nobody').catch((err: unknown) => err)
  expect(error).toBeInstanceOf(QueueDoesNotExist)
})

const valid = { MessageBody: 'b', MessageGroupId: 'g', MessageDeduplicationId: 'd' }
const LARGE = 'x'.repeat(600_000)

it.each([
  ['an empty Id', [{ Id: '', ...valid }], 'InvalidBatchEntryId'],
  ['an Id of 81 characters', [{ Id: 'a'.repeat(81), ...valid }], 'InvalidBatchEntryId'],
  ['an Id with a dot', [{ Id: 'a.b', ...valid }], 'InvalidBatchEntryId'],
  ['an Id with a colon', [{ Id: 'a:b', ...valid }], 'InvalidBatchEntryId'],
  ['an Id with an umlaut', [{ Id: 'zwölf', ...valid }], 'InvalidBatchEntryId'],
  ['two equal Ids', [1, 2].map(() => ({ Id: '1', ...valid })), 'BatchEntryIdsNotDistinct'],
  [
    'messages above 1 MiB together',
    [1, 2].map((id) => ({ Id: `${id}`, ...valid, MessageBody: LARGE })),
    'BatchRequestTooLong',
  ],
  ['a group with a space', [{ Id: '1', ...valid, MessageGroupId: 'a b' }], 'InvalidParameterValue'],
  [
    'a deduplication id with a letter outside of ASCII',
    [{ Id: '1', ...valid, MessageDeduplicationId: 'ş' }],
    'InvalidParameterValue',
  ],
])('refuses a batch with %s', async (_what, Entries, name) => {
  const { sqs, QueueUrl, receive } = await open()
  await expect(sqs.send(new SendMessageBatchCommand({ QueueUrl, Entries }))).rejects.toMatchObject({ name })
  expect(await receive()).toEqual([])
})

it('refuses a message above 1 MiB, and accepts one of 1 MiB', async () => {
  const { send } = await open()
  await expect(send('ş'.repeat(524_289))).rejects.toMatchObject({ name: 'InvalidParameterValue' })
  expect((await send('ş'.repeat(524_288))).MessageId).toBeDefined()
})

it('accepts Ids of 80 letters, digits, hyphens and underscores', async () => {
  const { sqs, QueueUrl } = await open()
  const Entries = [{ Id: `a_-${'9'.repeat(77)}`, ...valid }]
  const { Successful } = await sqs.send(new SendMessageBatchCommand({ QueueUrl, Entries }))
  expect(Successful).toHaveLength(1)
})

it('returns the visibility and the counts of a queue, and refuses an unsupported attribute', async () => {
  const { sqs, send, receive, QueueUrl } = await open()
  for (const body of ['one', 'two']) await send(body)
  const attributes = async (...AttributeNames: QueueAttributeName[]) =>
    (await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames }))).Attributes
  expect(await attributes('All')).toEqual({
    FifoQueue: 'true',
    VisibilityTimeout: '30',
    ApproximateNumberOfMessages: '2',
    ApproximateNumberOfMessagesNotVisible: '0',
  })
  await receive()
  const count = await attributes('ApproximateNumberOfMessagesNotVisible')
  expect(count).toEqual({ ApproximateNumberOfMessagesNotVisible: expect.stringMatching(/^[12]$/) })
  expect(await attributes()).toBeUndefined()
  await expect(attributes('KmsMasterKeyId')).rejects.toThrow(/AttributeNames/)
})

it('replaces a character that a queue cannot hold', async () => {
  const { send, receive } = await open()
  await send('a\u0001b')
  expect((await receive()).map(({ Body }) => Body)).toEqual(['a\ufffdb'])
})

it('refuses an unsupported operation, and a request that SQS would refuse', async () => {
  const { sqs, sendAll, QueueUrl } = await open()
  const unknown = sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: 'any' }))
  await expect(unknown).rejects.toThrow('does not support AmazonSQS.DeleteMessage')
  await expect(sendAll()).rejects.toMatchObject({ name: 'EmptyBatchRequest' })
  await expect(sendAll(...'abcdefghijk')).rejects.toMatchObject({ name: 'TooManyEntriesInBatchRequest' })
  const delayed = new SendMessageCommand({ QueueUrl, MessageBody: 'b', MessageGroupId: 'a', DelaySeconds: 5 })
  await expect(sqs.send(delayed)).rejects.toThrow(/DelaySeconds/)
})

it('the server refuses calls while a fault is set, and accepts calls after its end', async () => {
  const { server, send } = await open()
  server.refuse()
  await expect(send('one')).rejects.toMatchObject({ $metadata: { httpStatusCode: 500 } })
  server.heal()
  expect((await send('one')).MessageId).toBeDefined()
})
