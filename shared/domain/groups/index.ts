export { type GroupChange, recordGroupChange } from './recordGroupChange.ts'
