import { expect, it } from 'vitest'
import { Acks } from './acks.ts'

it('resolves the wait for each ack', async () => {
  const acks = new Acks()
  const [a, b] = [acks.expect('a', 1_000), acks.expect('b', 1_000)]
  acks.received('b', '463')
  acks.received('a', null)
  acks.received('unknown', null)
  expect(await a).toEqual({ kind: 'accepted' })
  expect(await b).toEqual({ kind: 'refused', code: '463' })
})

it('ends every wait when the socket is closed', async () => {
  const acks = new Acks()
  const waits = [acks.expect('a', 1_000), acks.expect('b', 1_000)]
  acks.closed()
  expect(await Promise.all(waits)).toEqual([{ kind: 'closed' }, { kind: 'closed' }])
})

it("times out, and an earlier attempt's time-out does not end a later attempt", async () => {
  const acks = new Acks()
  const first = acks.expect('a', 20)
  const second = acks.expect('a', 60_000)
  expect(await first).toEqual({ kind: 'closed' })
  // Waits until the time-out of the first attempt has passed.
  await new Promise((resolve) => setTimeout(resolve, 40))
  acks.received('a', null)
  expect(await second).toEqual({ kind: 'accepted' })
  expect(await acks.expect('a', 20)).toEqual({ kind: 'timeout' })
})
