import { expect, it } from 'vitest'
import { Tenure } from './tenure.ts'

const lease = { partition: 0, owner: 'con_1', epoch: 1 }

it('ends before its lease does, by the time at which it was asked for', () => {
  expect(new Tenure(lease, performance.now(), 9_000).isValid).toBe(true)
  // The answer took so long that the database may have given the partition to another by now.
  expect(new Tenure(lease, performance.now() - 8_001, 9_000).isValid).toBe(false)
})

it('goes on with each renewal, and ends for good', () => {
  const tenure = new Tenure(lease, performance.now() - 8_001, 9_000)
  tenure.extend(performance.now(), 9_000)
  expect([tenure.isValid, tenure.ended.aborted]).toEqual([true, false])
  tenure.end()
  tenure.extend(performance.now(), 9_000)
  expect([tenure.isValid, tenure.ended.aborted]).toEqual([false, true])
})
