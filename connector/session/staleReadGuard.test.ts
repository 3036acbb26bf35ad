import { expect, it } from 'vitest'
import { StaleReadGuard } from './staleReadGuard.ts'

it('knows of an answer that news has overtaken, of each thing apart', () => {
  const guard = new StaleReadGuard()
  guard.markChanged('a')
  const asked = guard.version
  guard.markChanged('b')
  expect([guard.isStale('a', asked), guard.isStale('b', asked)]).toEqual([false, true])
  expect(guard.changedSince(asked)).toEqual(['b'])
})

it('writes in the order of asking, also behind a write that failed', async () => {
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
