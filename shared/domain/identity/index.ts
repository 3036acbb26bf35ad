export * from './lids.ts'
