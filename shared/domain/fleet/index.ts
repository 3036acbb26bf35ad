export { assertLease, holdsLease, type Lease, LeaseLost } from './lease.ts'
export * from './leases.ts'
