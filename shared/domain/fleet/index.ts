export { endExpiredHolders, sessionNameOf } from './endExpiredHolders.ts'
export {
  assertLease,
  type Fenced,
  findHeldLeases,
  heldLeases,
  holdsLease,
  type Lease,
  LeaseLost,
  leaseColumns,
  resultsOrLeaseLost,
} from './lease.ts'
export * from './leases.ts'
export { type ConnectorView, connectorSchema, listConnectors } from './listConnectors.ts'
export { measureBacklog } from './measureBacklog.ts'
