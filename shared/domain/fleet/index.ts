export { assertLease, holdsLease, type Lease, LeaseLost } from './lease.ts'
export * from './leases.ts'
export { type ConnectorView, connectorSchema, listConnectors } from './listConnectors.ts'
export { measureBacklog } from './measureBacklog.ts'
