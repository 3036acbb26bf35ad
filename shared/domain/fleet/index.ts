export { endExpiredHolders, sessionNameOf } from './endExpiredHolders.ts'
export {
  assertLease,
  type Fenced,
  findHeld,
  heldAmong,
  holdsLease,
  type Lease,
  LeaseLost,
  leaseColumns,
  unlessLost,
} from './lease.ts'
export * from './leases.ts'
export { type ConnectorView, connectorSchema, listConnectors } from './listConnectors.ts'
export { measureBacklog } from './measureBacklog.ts'
