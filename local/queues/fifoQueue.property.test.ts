import fc from 'fast-check'
import { expect, it } from 'vitest'
import { TestClock } from '../clock.fixture.ts'
import { FifoQueue, type Received } from './fifoQueue.ts'

const VISIBILITY_MS = 1_000

const step = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ kind: fc.constant('send' as const), group: fc.constantFrom('a', 'b', 'c') }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constant('receive' as const), most: fc.integer({ min: 1, max: 10 }) }),
  },
  {
    weight: 4,
    arbitrary: fc.record({ kind: fc.constantFrom('delete' as const, 'return' as const), pick: fc.nat() }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('wait' as const), ms: fc.integer({ min: 1, max: 1_500 }) }),
  },
)
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never

/** Performs steps on a queue, and records the results. */
class Play {
  readonly clock = new TestClock()
  readonly queue = new FifoQueue({ clock: this.clock, visibilityMs: VISIBILITY_MS })
  readonly sent: string[] = []
  readonly firstReceived: string[] = []
  readonly deleted: string[] = []
  #hand: (Received & { until: number })[] = []

  async do(step: Step): Promise<void> {
    switch (step.kind) {
      case 'send':
        return this.#send(step.group)
      case 'receive':
        return await this.#receive(step.most)
      case 'wait':
        return this.clock.advance(step.ms)
      default:
        return this.#settle(step.kind, step.pick)
    }
  }

  /** Deletes all messages that are left. */
  async drain(): Promise<void> {
    this.clock.advance(VISIBILITY_MS)
    for (let before = -1; before < this.deleted.length; ) {
      before = this.deleted.length
      await this.#receive(10)
      while (this.#hand.length > 0) this.#settle('delete', 0)
    }
  }

  #send(group: string): void {
    const body = `${group}${this.sent.length}`
    this.queue.send([{ group, body, deduplicationId: body }])
    this.sent.push(body)
  }

  async #receive(most: number): Promise<void> {
    const received = await this.queue.receive({ most })
    const until = this.clock.now() + VISIBILITY_MS
    for (const message of received) {
      // No other consumer may hold a message of the same group.
      const others = this.#hand.filter(
        (other) => other.group === message.group && other.until > this.clock.now(),
      )
      expect(others).toEqual([])
      if (message.receives === 1) this.firstReceived.push(message.body)
    }
    expect(received).toEqual(
      received.toSorted((a, b) => byGroup(received, a) - byGroup(received, b) || a.sequence - b.sequence),
    )
    this.#hand.push(...received.map((message) => ({ ...message, until })))
  }

  #settle(kind: 'delete' | 'return', pick: number): void {
    const [message] = this.#hand.splice(pick % Math.max(1, this.#hand.length), 1)
    if (!message) return
    const { handle, body, until } = message
    const [fault] =
      kind === 'delete'
        ? this.queue.delete([handle])
        : this.queue.setVisibility([{ handle, visibilityMs: 0 }])
    // The deletion of a deleted message succeeds, by any of its handles.
    const isGone = this.deleted.includes(body)
    expect(fault).toBe(until > this.clock.now() || (kind === 'delete' && isGone) ? null : 'expired')
    if (kind === 'delete' && fault === null && !isGone) this.deleted.push(body)
  }
}

/** Returns the position of a message's group among the groups of one receive. */
function byGroup(received: readonly Received[], { group }: Received): number {
  return received.findIndex((message) => message.group === group)
}

it('loses and duplicates no message, and keeps the order of each group, for arbitrary steps', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 80 }), async (steps) => {
      const play = new Play()
      for (const step of steps) await play.do(step)
      await play.drain()
      expect(play.deleted.toSorted()).toEqual(play.sent.toSorted())
      expect(play.queue.messages()).toEqual([])
      for (const group of 'abc') {
        const of = (bodies: readonly string[]) => bodies.filter((body) => body.startsWith(group))
        expect(of(play.firstReceived)).toEqual(of(play.sent))
      }
    }),
    { numRuns: 500 },
  )
})
