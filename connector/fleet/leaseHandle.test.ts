import { expect, it } from 'vitest'
import { LeaseHandle } from './leaseHandle.ts'

const lease = { partition: 0, owner: 'con_1', epoch: 1 }

it('ends before its lease does, by the time at which it was asked for', () => {
  expect(new LeaseHandle(lease, performance.now(), 9_000).isValid).toBe(true)
  // The answer took so long that the database may have given the partition to another by now.
  expect(new LeaseHandle(lease, performance.now() - 8_001, 9_000).isValid).toBe(false)
})

it('goes on with a renewal, but not once it has run out', () => {
  const leaseHandle = new LeaseHandle(lease, performance.now() - 7_900, 9_000)
  leaseHandle.extend(performance.now(), 9_000)
  expect(leaseHandle.isValid).toBe(true)
  const late = new LeaseHandle(lease, performance.now() - 8_001, 9_000)
  late.extend(performance.now(), 9_000)
  expect(late.isValid).toBe(false)
})

it('ends for good, and tells whoever waits', () => {
  const leaseHandle = new LeaseHandle(lease, performance.now(), 9_000)
  leaseHandle.end()
  leaseHandle.extend(performance.now(), 9_000)
  expect([leaseHandle.isValid, leaseHandle.ended.aborted]).toEqual([false, true])
})
