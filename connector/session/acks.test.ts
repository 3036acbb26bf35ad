import { expect, it, vi } from 'vitest'
import { Acks } from './acks.ts'

it('hands each ack to who waits for it', async () => {
  const acks = new Acks()
  const [a, b] = [acks.expect('a', 1_000), acks.expect('b', 1_000)]
  acks.received('b', '463')
  acks.received('a', null)
  acks.received('unknown', null)
  expect(await a).toEqual({ kind: 'accepted' })
  expect(await b).toEqual({ kind: 'refused', code: '463' })
})

it('ends every wait when the socket is gone', async () => {
  const acks = new Acks()
  const waits = [acks.expect('a', 1_000), acks.expect('b', 1_000)]
  acks.closed()
  expect(await Promise.all(waits)).toEqual([{ kind: 'closed' }, { kind: 'closed' }])
})

it('times out, and a time-out of an earlier try does not end a later one', async () => {
  vi.useFakeTimers()
  const acks = new Acks()
  const first = acks.expect('a', 1_000)
  vi.advanceTimersByTime(500)
  const second = acks.expect('a', 1_000)
  expect(await first).toEqual({ kind: 'closed' })
  vi.advanceTimersByTime(600)
  acks.received('a', null)
  expect(await second).toEqual({ kind: 'accepted' })
  const third = acks.expect('a', 1_000)
  vi.advanceTimersByTime(1_000)
  expect(await third).toEqual({ kind: 'timeout' })
  vi.useRealTimers()
})
