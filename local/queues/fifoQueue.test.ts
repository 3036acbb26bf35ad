import { describe, expect, it } from 'vitest'
import { TestClock } from '../clock.fixture.ts'
import { FifoQueue, type Received } from './fifoQueue.ts'

const VISIBILITY_MS = 10_000

function open(maxReceives?: number) {
  const clock = new TestClock()
  const deadLetters = new FifoQueue({ clock, visibilityMs: VISIBILITY_MS })
  const redrive = maxReceives === undefined ? {} : { redrive: { to: deadLetters, maxReceives } }
  const queue = new FifoQueue({ clock, visibilityMs: VISIBILITY_MS, ...redrive })
  /** The name of a message is its group and a number, such as a1. */
  const send = (...names: string[]) =>
    queue.send(names.map((body) => ({ body, group: body.slice(0, 1), deduplicationId: body })))
  const receive = (most = 10) => queue.receive({ most })
  const poll = (signal?: AbortSignal) => queue.receive({ most: 10 }, 20_000, signal)
  const remove = (received: readonly Received[]) => queue.delete(received.map(({ handle }) => handle))
  const giveBack = (received: readonly Received[]) =>
    queue.setVisibility(received.map(({ handle }) => ({ handle, visibilityMs: 0 })))
  return { clock, queue, deadLetters, send, receive, poll, remove, giveBack }
}

const names = (received: readonly { body: string }[]) => received.map(({ body }) => body)
const numbered = (group: string, count: number) => Array.from({ length: count }, (_, n) => `${group}${n}`)

describe('a receive', () => {
  it('takes as many messages of one group as possible, in order, and fills up with the next group', async () => {
    const { send, receive } = open()
    send('a1', 'b1', 'a2', 'b2', 'a3')
    expect(names(await receive(4))).toEqual(['a1', 'a2', 'a3', 'b1'])
  })

  it('takes no message of a locked group, but messages of other groups', async () => {
    const { send, receive } = open()
    send(...numbered('a', 12))
    expect(names(await receive())).toEqual(numbered('a', 10))
    send('b1')
    expect(names(await receive())).toEqual(['b1'])
  })

  it('takes the group that has waited longest, so that no group starves', async () => {
    const { send, receive, remove } = open()
    send(...numbered('a', 30), 'b1')
    remove(await receive())
    expect(names(await receive())).toEqual(['b1', ...numbered('a', 30).slice(10, 19)])
  })
})

describe('a group', () => {
  it('is locked until the last of its messages in flight is deleted', async () => {
    const { send, receive, remove } = open()
    send(...numbered('a', 3))
    const [first, ...others] = await receive(2)
    remove(others)
    expect(await receive()).toEqual([])
    remove(first ? [first] : [])
    expect(names(await receive())).toEqual(['a2'])
  })

  it('gets its messages back in their old places, in any order of return', async () => {
    const { send, receive, remove, giveBack } = open()
    send(...numbered('a', 4))
    const received = await receive(3)
    giveBack(received.slice(2))
    giveBack(received.slice(0, 1))
    expect(await receive()).toEqual([])
    remove(received.slice(1, 2))
    expect(names(await receive())).toEqual(['a0', 'a2', 'a3'])
  })

  it('gets its messages back when their visibility ends, and not before', async () => {
    const { clock, queue, send, receive } = open()
    send('a1', 'a2')
    const [, second] = await receive()
    queue.setVisibility([{ handle: second?.handle ?? '', visibilityMs: 15_000 }])
    clock.advance(14_999)
    expect(await receive()).toEqual([])
    clock.advance(1)
    expect((await receive()).map(({ body, receives }) => [body, receives])).toEqual([
      ['a1', 2],
      ['a2', 2],
    ])
  })
})

describe('a receipt', () => {
  it('does nothing after its visibility has ended, and does not delete the message of another consumer', async () => {
    const { clock, send, receive, remove, giveBack } = open()
    send('a1')
    const first = await receive()
    clock.advance(VISIBILITY_MS)
    expect(remove(first)).toEqual(['expired'])
    const second = await receive()
    expect([remove(first), giveBack(first)]).toEqual([['expired'], ['expired']])
    expect(remove(second)).toEqual([null])
    expect(await receive()).toEqual([])
  })

  it('may delete twice, because an answer can get lost', async () => {
    const { queue, send, receive, remove } = open()
    send('a1')
    const received = await receive()
    expect([remove(received), remove(received)]).toEqual([[null], [null]])
    expect(queue.delete(['rubbish'])).toEqual(['invalid'])
  })
})

describe('a message that is sent again', () => {
  it('is the first message for five minutes, also after its deletion', async () => {
    const { clock, send, receive, remove } = open()
    const [sent] = send('a1')
    remove(await receive())
    clock.advance(5 * 60_000 - 1)
    expect(send('a1')).toEqual([sent])
    expect(await receive()).toEqual([])
    clock.advance(1)
    send('a1')
    expect(names(await receive())).toEqual(['a1'])
  })

  it('is another message in another group', async () => {
    const { queue, receive } = open()
    queue.send(['a', 'b'].map((group) => ({ group, body: group, deduplicationId: 'same' })))
    expect(names(await receive())).toEqual(['a', 'b'])
  })
})

describe('the dead letters', () => {
  it('get a message that was received too often, and its group continues', async () => {
    const { deadLetters, send, receive, remove, giveBack } = open(2)
    const [sent] = send('a1')
    giveBack(await receive())
    giveBack(await receive())
    send('a2')
    const rest = await receive()
    expect(names(rest)).toEqual(['a2'])
    expect(await deadLetters.receive({ most: 10 })).toMatchObject([{ id: sent?.id, body: 'a1', group: 'a' }])
    remove(rest)
    send('a3')
    expect(names(await receive())).toEqual(['a3'])
  })

  it('get a whole batch, and the receive takes messages of another group', async () => {
    const { deadLetters, send, receive, giveBack } = open(1)
    send(...numbered('a', 10))
    giveBack(await receive())
    send('b1', 'a9')
    expect(names(await receive())).toEqual(['b1'])
    expect(names(deadLetters.messages())).toEqual(numbered('a', 10))
  })
})

describe('a long poll', () => {
  it('is answered by the next send, with all messages of that call', async () => {
    const { send, poll } = open()
    const polling = poll()
    send('a1', 'a2')
    expect(names(await polling)).toEqual(['a1', 'a2'])
  })

  it('is answered when a group is unlocked, and when a visibility ends', async () => {
    const { clock, send, receive, remove, poll } = open()
    send(...numbered('a', 11), 'b1')
    const received = await receive()
    const [first, second] = [await poll(), poll()]
    expect(names(first)).toEqual(['b1'])
    remove(received)
    expect(names(await second)).toEqual(['a10'])
    const third = poll()
    clock.advance(VISIBILITY_MS)
    expect(names(await third)).toEqual(['b1'])
  })

  it('returns no message after its time-out', async () => {
    const { clock, send, poll, receive } = open()
    const polling = poll()
    clock.advance(20_000)
    expect(await polling).toEqual([])
    send('a1')
    expect(names(await receive())).toEqual(['a1'])
  })

  it('gets no message after an abort, and the next poll gets the message', async () => {
    const { send, poll } = open()
    const gone = new AbortController()
    const polls = [poll(gone.signal), poll()]
    gone.abort()
    send('a1')
    expect((await Promise.all(polls)).map(names)).toEqual([[], ['a1']])
  })
})

it('costs the same with 120,000 waiting messages as with few', async () => {
  const cpuOfTaking = async (waiting: number) => {
    const { queue, receive, remove } = open()
    const entry = (n: number) => ({ group: String(n % 2), body: '', deduplicationId: String(n) })
    queue.send(Array.from({ length: waiting }, (_, n) => entry(n)))
    const before = process.cpuUsage()
    for (let n = 0; n < 500; n++) remove(await receive())
    return process.cpuUsage(before).user
  }
  // The first run includes the compilation.
  await cpuOfTaking(5_000)
  const few = await cpuOfTaking(5_000)
  expect(await cpuOfTaking(120_000)).toBeLessThan(6 * few)
})
