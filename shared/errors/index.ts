export * from './classes.ts'
export { ERROR_CODES, ERROR_STATUS, type ErrorCode, type ErrorDetail } from './table.ts'
