import { SendMessageBatchCommand } from '@aws-sdk/client-sqs'
import { expect, it, onTestFinished } from 'vitest'
import { startSqs } from '#local/queues/sqs.ts'
import type { Command } from '#shared/contracts/commands.ts'
import { createLogger } from '#shared/logger.ts'
import { commandQueueUrl, createSqsClient } from '#shared/queues/index.ts'
import { slowness } from '#shared/testing.ts'
import { CommandConsumer } from './consumer.ts'
import { type Begun, type Outcome, settled } from './outcome.ts'

const VISIBILITY_SECONDS = Math.ceil(slowness())
const PACE = { visibilitySeconds: VISIBILITY_SECONDS, heartbeatMs: 250, retrySeconds: 0, patienceMs: 250 }

/** Begins commands as a test says, and notes the order. */
class Handler {
  readonly begun: string[] = []
  readonly givenUp: string[] = []
  readonly #begin: (id: string) => Promise<Begun>

  constructor(begin: (id: string) => Promise<Begun> = async () => settled('done')) {
    this.#begin = begin
  }

  async begin(command: Command): Promise<Begun> {
    const id = idOf(command)
    this.begun.push(id)
    return await this.#begin(id)
  }

  async giveUp(command: Command): Promise<void> {
    this.givenUp.push(idOf(command))
  }
}

function idOf(command: Command): string {
  return command.type === 'message.send' ? command.messageId : command.type
}

/** What resolves when the test says so. */
function gate<T>() {
  let open: (value: T) => void = () => undefined
  const promise = new Promise<T>((resolve) => {
    open = resolve
  })
  return { promise, open }
}

async function openQueue() {
  Object.assign(process.env, { AWS_ACCESS_KEY_ID: 'local', AWS_SECRET_ACCESS_KEY: 'local' })
  const stub = await startSqs(1)
  const sqs = createSqsClient(stub.environment)
  const config = { ...stub.environment, VESPER_QUEUE_WAIT_SECONDS: 1 }
  const log = createLogger({ level: 'silent', name: 'test' })
  const consumers: CommandConsumer[] = []
  onTestFinished(async () => {
    for (const consumer of consumers) consumer.abandon()
    // Ends what they still wait for.
    await stub.stop()
    await Promise.all(consumers.map((consumer) => consumer.closed()))
    sqs.destroy()
  })
  return {
    stub,
    /** Puts commands to send messages into a session's group, as one batch. */
    async send(sessionId: string, ...ids: string[]) {
      const Entries = ids.map((messageId) => ({
        Id: messageId,
        MessageBody: JSON.stringify({ type: 'message.send', sessionId, messageId } satisfies Command),
        MessageGroupId: sessionId,
        MessageDeduplicationId: messageId,
      }))
      await sqs.send(new SendMessageBatchCommand({ QueueUrl: commandQueueUrl(config, 0), Entries }))
    },
    /** A connector's consumer, until the test ends. */
    consume(handler: Handler) {
      const consumer = new CommandConsumer({ sqs, config, log }, 0, handler, PACE)
      consumer.start()
      consumers.push(consumer)
      return consumer
    },
    isEmpty: () => expect.poll(() => stub.bodiesIn('commands')).toEqual([]),
  }
}

const ten = (prefix: string) => Array.from({ length: 10 }, (_, index) => `${prefix}${index}`)

it('begins ten of a session in order, each as soon as the one before has begun, and settles them together', async () => {
  const { send, consume, isEmpty } = await openQueue()
  const acks = gate<Outcome>()
  const handler = new Handler(async () => ({ settled: acks.promise }))
  await send('s', ...ten('m'))
  await send('s', 'behind')
  consume(handler)
  await expect.poll(() => handler.begun).toEqual(ten('m'))
  acks.open('done')
  await expect.poll(() => handler.begun).toEqual([...ten('m'), 'behind'])
  await isEmpty()
})

it('begins none behind one that could not begin, before that one', async () => {
  const { send, consume, isEmpty } = await openQueue()
  let failures = 2
  const handler = new Handler(async (id) => {
    if (id === 'm4' && failures-- > 0) throw new Error('no')
    return settled('done')
  })
  await send('s', ...ten('m'))
  consume(handler)
  await isEmpty()
  expect(handler.begun).toEqual(['m0', 'm1', 'm2', 'm3', 'm4', 'm4', ...ten('m').slice(4)])
})

it('begins none behind one that could not begin while one before it is under way', async () => {
  const { send, consume, isEmpty } = await openQueue()
  const ack = gate<Outcome>()
  let fails = true
  const handler = new Handler(async (id) => {
    if (id === 'm0') return { settled: ack.promise }
    if (id === 'm1' && fails) return 'release'
    return settled('done')
  })
  await send('s', 'm0', 'm1', 'm2')
  const consumer = consume(handler)
  await expect.poll(() => consumer.inFlight).toBe(1)
  fails = false
  // Another session's goes on meanwhile, and shows that it was looked for more.
  await send('other', 'x')
  await expect.poll(() => handler.begun).toContain('x')
  expect(handler.begun).toEqual(['m0', 'm1', 'x'])
  ack.open('done')
  await isEmpty()
  expect(handler.begun).toEqual(['m0', 'm1', 'x', 'm1', 'm2'])
})

it('gives up one that keeps failing, and those behind it follow in order', async () => {
  const { stub, send, consume, isEmpty } = await openQueue()
  const handler = new Handler(async (id) => {
    if (id === 'm1') throw new Error('always')
    return settled('done')
  })
  await send('s', 'm0', 'm1', 'm2', 'm3')
  consume(handler)
  await isEmpty()
  expect(handler.givenUp).toEqual(['m1'])
  expect(handler.begun.filter((id) => id !== 'm1')).toEqual(['m0', 'm2', 'm3'])
  expect(stub.bodiesIn('deadLetters').join()).toContain('m1')
})

it('that stops hands over those that have not begun, behind those that have, and each is sent once', async () => {
  const { send, consume, isEmpty } = await openQueue()
  const [reached, beginning, ack] = [gate<void>(), gate<void>(), gate<Outcome>()]
  const leaving = new Handler(async (id) => {
    if (id !== 'm3') return { settled: ack.promise }
    reached.open()
    await beginning.promise
    return { settled: ack.promise }
  })
  const next = new Handler()
  await send('s', ...ten('m'))
  const first = consume(leaving)
  await reached.promise
  const stopping = first.stop()
  consume(next)
  beginning.open()
  // The next owner finds the group locked, and takes others'.
  await send('other', 'x')
  await expect.poll(() => next.begun).toContain('x')
  ack.open('done')
  await stopping
  await isEmpty()
  expect([leaving.begun, next.begun]).toEqual([ten('m').slice(0, 4), ['x', ...ten('m').slice(4)]])
})

it('that dies in the middle of a batch leaves the rest to the next, in order', async () => {
  const { send, consume, isEmpty } = await openQueue()
  const dying = new Handler(async (id) =>
    id < 'm4' ? settled('done') : await new Promise<never>(() => undefined),
  )
  const next = new Handler()
  await send('s', ...ten('m'))
  const first = consume(dying)
  await expect.poll(() => first.inFlight).toBe(6)
  first.abandon()
  consume(next)
  await isEmpty()
  expect(next.begun).toEqual(ten('m').slice(4))
})

it('keeps ten in hand for longer than they are invisible', async () => {
  const { send, consume, isEmpty } = await openQueue()
  const acks = gate<Outcome>()
  const handler = new Handler(async () => ({ settled: acks.promise }))
  const other = new Handler()
  await send('s', ...ten('m'))
  const consumer = consume(handler)
  await expect.poll(() => handler.begun).toHaveLength(10)
  consume(other)
  await expect.poll(() => consumer.oldestMs).toBeGreaterThan(2_500 * VISIBILITY_SECONDS)
  acks.open('done')
  await isEmpty()
  expect([handler.begun, other.begun]).toEqual([ten('m'), []])
})

it('lets those that wait behind one wait in the queue, so that waiting sessions do not hold up the others', async () => {
  const { send, consume, isEmpty } = await openQueue()
  const online = gate<Begun>()
  const handler = new Handler(async (id) => (id.endsWith('0') ? await online.promise : settled('done')))
  const offline = Array.from({ length: 60 }, (_, index) => `offline${index}`)
  for (const session of offline) await send(session, ...ten(`${session} `))
  const consumer = consume(handler)
  await send('online', 'x')
  await expect.poll(() => handler.begun).toContain('x')
  await expect.poll(() => consumer.inFlight).toBe(offline.length)
  online.open(settled('done'))
  await isEmpty()
  for (const session of offline)
    expect(handler.begun.filter((id) => id.startsWith(`${session} `))).toEqual(ten(`${session} `))
})
