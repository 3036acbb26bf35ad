export { endExpiredHolders, sessionNameOf } from './endExpiredHolders.ts'
export {
  assertLease,
  type Fenced,
  type FenceValues,
  fenceValues,
  findHeldLeases,
  heldLeases,
  holdsLease,
  type Lease,
  LeaseLost,
  type LeaseValues,
  leaseColumns,
  leaseValues,
  resultsOrLeaseLost,
} from './lease.ts'
export * from './leases.ts'
export { lifelineNameOf, listLifelines, releaseEnded } from './lifelines.ts'
export { type ConnectorView, connectorSchema, listConnectors } from './listConnectors.ts'
export { measureBacklog } from './measureBacklog.ts'
