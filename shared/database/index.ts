export * from './client.ts'
export { isDatabaseUnavailable, isUnfitValue, isUniqueViolation } from './faults.ts'
export { migrateDatabase } from './migrate.ts'
export * from './schema/index.ts'
