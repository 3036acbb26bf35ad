export { arrayParam, hiddenArray } from './arrayParam.ts'
export * from './client.ts'
export { directAddress, isPooled, withoutPooler } from './directAddress.ts'
export {
  isDatabaseUnavailable,
  isLockTimeout,
  isOutcomeUnknown,
  isStatementTimeout,
  isUniqueViolation,
  isUnstorableValue,
} from './faults.ts'
export { CLIENT_LIMITS, LEASE_MS, leaseLimits } from './limits.ts'
export { type LockWait, limitLockWait, lockWaitOf } from './lockWait.ts'
export { addPartitions, migrateDatabase } from './migrate.ts'
export { observeWrites } from './observeWrites.ts'
export { PartitionsInUse } from './partitions.ts'
export { preparedOn } from './preparedOn.ts'
export type { Database, Queryable, Transaction } from './queryable.ts'
export { LimitsMissing, setRoleLimits } from './roleLimits.ts'
export * from './schema/index.ts'
export { statement, type ValueOf } from './statement.ts'
