export * from './storeLidMappings.ts'
