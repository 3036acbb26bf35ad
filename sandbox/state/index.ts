export { Journal, readJournal } from './journal.ts'
export { type OnChange, Rows, Table } from './table.ts'
