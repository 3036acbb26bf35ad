import { costTable } from './table.ts'

/** `npm run cost` prints the table of docs/cost.md. */
process.stdout.write(`${costTable()}\n`)
