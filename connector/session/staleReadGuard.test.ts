import { expect, it } from 'vitest'
import { StaleReadGuard } from './staleReadGuard.ts'

it('detects an answer that a change has made stale, for each entity separately', () => {
  const guard = new StaleReadGuard()
  guard.markChanged('a')
  const asked = guard.version
  guard.markChanged('b')
  expect([guard.isStale('a', asked), guard.isStale('b', asked)]).toEqual([false, true])
  expect(guard.changedSince(asked)).toEqual(['b'])
})

it('runs writes in the order of the calls, also after a failed write', async () => {
  const guard = new StaleReadGuard()
  const written: number[] = []
  const failed = guard.runInOrder(async () => {
    await new Promise((resolve) => setImmediate(resolve))
    written.push(1)
    throw new Error('refused')
  })
  const second = guard.runInOrder(async () => written.push(2))
  await expect(failed).rejects.toThrow('refused')
  await second
  expect(written).toEqual([1, 2])
})
