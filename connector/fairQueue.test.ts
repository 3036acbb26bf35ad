import { describe, expect, it } from 'vitest'
import { FairQueue, WorkAborted } from './fairQueue.ts'

/** Creates a queue, and work that records its start and ends when the test says so. */
function setUp(slots: number) {
  const queue = new FairQueue(slots)
  const started: string[] = []
  const ends = new Map<string, () => void>()
  const add = (name: string, options: { exclusive?: boolean; signal?: AbortSignal } = {}) => {
    const [tenant = '', session = ''] = name.split('.')
    return queue.run({ tenant, session, signal: new AbortController().signal, ...options }, () => {
      started.push(name)
      return new Promise<void>((resolve) => ends.set(name, resolve))
    })
  }
  const end = async (name: string) => {
    ends.get(name)?.()
    await new Promise(setImmediate)
  }
  return { queue, started, add, end }
}

describe('FairQueue', () => {
  it('runs at most as much work as it has slots', async () => {
    const { queue, started, add, end } = setUp(2)
    for (const name of ['a.1.x', 'b.1.x', 'c.1.x', 'd.1.x']) void add(name)
    expect(started).toEqual(['a.1.x', 'b.1.x'])
    await end('a.1.x')
    expect([started.length, queue.running, queue.waiting]).toEqual([3, 2, 1])
  })

  it("starts one tenant's single file before most of another tenant's hundred", async () => {
    const { queue, started, add } = setUp(3)
    for (let file = 0; file < 100; file++) void add(`a.${file % 4}.${file}`)
    void add('b.1.x')
    expect(started).toEqual(['a.0.0', 'a.1.1', 'b.1.x'])
    expect([queue.running, queue.waiting]).toEqual([3, 98])
  })

  it("alternates between tenants and between a tenant's sessions, and keeps the order within a session", async () => {
    const { started, add, end } = setUp(1)
    void add('z.1.before')
    for (const name of ['a.1.first', 'a.1.second', 'a.2.first', 'b.1.first', 'b.1.second', 'c.1.first'])
      void add(name)
    for (let at = 0; at < 6; at++) await end(started[at] ?? '')
    expect(started.slice(1)).toEqual([
      'a.1.first',
      'b.1.first',
      'c.1.first',
      'a.2.first',
      'b.1.second',
      'a.1.second',
    ])
  })

  it('runs no other work beside exclusive work, and lets no work overtake it', async () => {
    const { started, add, end } = setUp(3)
    void add('a.1.x')
    void add('b.1.x', { exclusive: true })
    void add('c.1.x')
    expect(started).toEqual(['a.1.x'])
    await end('a.1.x')
    expect(started).toEqual(['a.1.x', 'b.1.x'])
    await end('b.1.x')
    expect(started).toEqual(['a.1.x', 'b.1.x', 'c.1.x'])
  })

  it('removes aborted work before its turn, and continues with the next work', async () => {
    const { queue, started, add } = setUp(3)
    const leaving = new AbortController()
    void add('a.1.x')
    const left = add('b.1.x', { exclusive: true, signal: leaving.signal })
    void add('c.1.x')
    leaving.abort()
    await expect(left).rejects.toThrow(WorkAborted)
    expect(started).toEqual(['a.1.x', 'c.1.x'])
    await expect(add('d.1.x', { signal: leaving.signal })).rejects.toThrow(WorkAborted)
    expect([queue.running, queue.waiting]).toEqual([2, 0])
  })

  it('frees the slot of work that throws', async () => {
    const { queue } = setUp(1)
    const options = { tenant: 'a', session: '1', signal: new AbortController().signal }
    const failing = queue.run(options, () => Promise.reject(new Error('damaged')))
    await expect(failing).rejects.toThrow('damaged')
    expect(await queue.run(options, async () => 'next')).toBe('next')
  })
})
