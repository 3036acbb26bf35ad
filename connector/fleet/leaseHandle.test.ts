import { expect, it } from 'vitest'
import { LeaseHandle } from './leaseHandle.ts'

const lease = { partition: 0, owner: 'con_1', epoch: 1 }

it('ends before the lease in the database, counted from the request', () => {
  expect(new LeaseHandle(lease, performance.now(), 9_000).isValid).toBe(true)
  // The response took so long that the database may have leased the partition to another connector.
  expect(new LeaseHandle(lease, performance.now() - 8_001, 9_000).isValid).toBe(false)
})

it('extends a valid lease by a renewal, but not an expired one', () => {
  const leaseHandle = new LeaseHandle(lease, performance.now() - 7_900, 9_000)
  leaseHandle.extend(performance.now(), 9_000)
  expect(leaseHandle.isValid).toBe(true)
  const late = new LeaseHandle(lease, performance.now() - 8_001, 9_000)
  late.extend(performance.now(), 9_000)
  expect(late.isValid).toBe(false)
})

it('a handle that has ended cannot be extended, and its signal is aborted', () => {
  const leaseHandle = new LeaseHandle(lease, performance.now(), 9_000)
  leaseHandle.end()
  leaseHandle.extend(performance.now(), 9_000)
  expect([leaseHandle.isValid, leaseHandle.ended.aborted]).toEqual([false, true])
})
