import { expect, it } from 'vitest'
import {
  CLIENT_LIMITS,
  LEASE_MS,
  leaseLimits,
  MIGRATION_LIMITS,
  ROLE_LIMITS,
  type ServerLimits,
} from './limits.ts'

const longest = (limits: ServerLimits) => Math.max(...Object.values<number>({ ...limits }))

it('ends each transaction of the role on the server before the time-out of a client and the end of a lease', () => {
  expect(longest(ROLE_LIMITS)).toBeLessThan(CLIENT_LIMITS.connector)
  expect(longest(ROLE_LIMITS)).toBeLessThan(CLIENT_LIMITS.functions)
  expect(longest(ROLE_LIMITS)).toBeLessThan(LEASE_MS)
})

it('ends a wait for a lock before the waiting statement', () => {
  expect(ROLE_LIMITS.lock_timeout).toBeLessThan(ROLE_LIMITS.statement_timeout)
})

it.each([3_000, LEASE_MS, 60_000])(
  'the server ends a renewal of a lease of %i ms before the client does, with time for another renewal',
  (leaseMs) => {
    const { client, server } = leaseLimits(leaseMs)
    expect(longest(server)).toBeLessThan(client)
    expect(server.lock_timeout).toBeLessThan(server.statement_timeout)
    expect(client).toBeLessThanOrEqual(leaseMs / 2)
  },
)

it('lets a migration run almost as long as Lambda allows, and wait less for a table than its users wait', () => {
  expect(longest(MIGRATION_LIMITS)).toBeLessThan(CLIENT_LIMITS.migration)
  expect(CLIENT_LIMITS.migration).toBeLessThan(15 * 60_000)
  expect(MIGRATION_LIMITS.lock_timeout).toBeLessThan(ROLE_LIMITS.lock_timeout)
})
