export * from './campaigns/index.ts'
export { parseRecipientsCsv } from './csv.ts'
export * from './lists/index.ts'
