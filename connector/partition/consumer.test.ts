import { expect, it, onTestFinished } from 'vitest'
import { startSqs } from '#local/queues/sqs.ts'
import type { Command } from '#shared/contracts/commands.ts'
import { createLogger } from '#shared/logger.ts'
import { commandQueueUrl, SqsClient } from '#shared/queues/index.ts'
import { slowness } from '#shared/testing.ts'
import { type BegunCommand, type CommandOutcome, settled } from '../commandOutcome.ts'
import { CommandConsumer } from './consumer.ts'

const VISIBILITY_SECONDS = Math.ceil(slowness())
const TIMING = { visibilitySeconds: VISIBILITY_SECONDS, heartbeatMs: 250, retrySeconds: 0, holdBehindMs: 250 }

/** Begins commands as the test says, and records their order. */
class Handler {
  readonly begun: string[] = []
  readonly givenUp: string[] = []
  readonly #begin: (id: string) => Promise<BegunCommand>

  constructor(begin: (id: string) => Promise<BegunCommand> = async () => settled('done')) {
    this.#begin = begin
  }

  async begin(command: Command): Promise<BegunCommand> {
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

/** Creates a promise that the test resolves. */
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
  const sqs = new SqsClient(stub.environment)
  const config = { ...stub.environment, VESPER_QUEUE_WAIT_SECONDS: 1 }
  const log = createLogger({ level: 'silent', name: 'test' })
  const consumers: CommandConsumer[] = []
  onTestFinished(async () => {
    for (const consumer of consumers) consumer.abandon()
    // Ends the long polls that are still open.
    await stub.stop()
    await Promise.all(consumers.map((consumer) => consumer.closed()))
    sqs.destroy()
  })
  return {
    stub,
    /** Sends `message.send` commands to a session's group, as one batch. */
    async send(sessionId: string, ...ids: string[]) {
      const Entries = ids.map((messageId) => ({
        Id: messageId,
        MessageBody: JSON.stringify({ type: 'message.send', sessionId, messageId } satisfies Command),
        MessageGroupId: sessionId,
        MessageDeduplicationId: messageId,
      }))
      await sqs.send('SendMessageBatch', { QueueUrl: commandQueueUrl(config, 0), Entries })
    },
    /** Starts a connector's consumer, until the test ends. */
    consume(handler: Handler) {
      const consumer = new CommandConsumer({ sqs, config, log }, 0, handler, TIMING)
      consumer.start()
      consumers.push(consumer)
      return consumer
    },
    isEmpty: () => expect.poll(() => stub.bodiesIn('commands')).toEqual([]),
  }
}

const ten = (prefix: string) => Array.from({ length: 10 }, (_, index) => `${prefix}${index}`)

it('begins ten commands of a session in order, each after the previous one has begun, and settles them together', async () => {
  const { send, consume, isEmpty } = await openQueue()
  const acks = gate<CommandOutcome>()
  const handler = new Handler(async () => ({ settled: acks.promise }))
  await send('s', ...ten('m'))
  await send('s', 'behind')
  consume(handler)
  await expect.poll(() => handler.begun).toEqual(ten('m'))
  acks.open('done')
  await expect.poll(() => handler.begun).toEqual([...ten('m'), 'behind'])
  await isEmpty()
})

it('begins no command before an earlier one that could not begin', async () => {
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

it('holds back later commands of a session while a released command waits', async () => {
  const { send, consume, isEmpty } = await openQueue()
  const ack = gate<CommandOutcome>()
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
  // The command of another session proves that the consumer received more commands meanwhile.
  await send('other', 'x')
  await expect.poll(() => handler.begun).toContain('x')
  expect(handler.begun).toEqual(['m0', 'm1', 'x'])
  ack.open('done')
  await isEmpty()
  expect(handler.begun).toEqual(['m0', 'm1', 'x', 'm1', 'm2'])
})

it('gives up a command that keeps failing, and begins the next ones in order', async () => {
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

it('hands over commands that have not begun when it stops, and each is sent once', async () => {
  const { send, consume, isEmpty } = await openQueue()
  const [reached, beginning, ack] = [gate<void>(), gate<void>(), gate<CommandOutcome>()]
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
  // The next owner finds the group locked, and takes commands of other groups.
  await send('other', 'x')
  await expect.poll(() => next.begun).toContain('x')
  ack.open('done')
  await stopping
  await isEmpty()
  expect([leaving.begun, next.begun]).toEqual([ten('m').slice(0, 4), ['x', ...ten('m').slice(4)]])
})

it('leaves the rest of a batch to the next owner in order when it dies', async () => {
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

it('keeps ten commands for longer than their visibility time-out', async () => {
  const { send, consume, isEmpty } = await openQueue()
  const acks = gate<CommandOutcome>()
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

it('releases commands behind one that waits, so that waiting sessions do not block others', async () => {
  const { send, consume, isEmpty } = await openQueue()
  const online = gate<BegunCommand>()
  const handler = new Handler(async (id) => (id.endsWith('0') ? await online.promise : settled('done')))
  const offline = Array.from({ length: 60 }, (_, index) => `offline${index}`)
  for (const session of offline) await send(session, ...ten(`${session}-`))
  const consumer = consume(handler)
  await send('online', 'x')
  await expect.poll(() => handler.begun).toContain('x')
  await expect.poll(() => consumer.inFlight).toBe(offline.length)
  online.open(settled('done'))
  await isEmpty()
  for (const session of offline)
    expect(handler.begun.filter((id) => id.startsWith(`${session}-`))).toEqual(ten(`${session}-`))
})
