import { costTable } from './table.ts'

/** `npm run cost`: what docs/cost.md shows, by the formula in estimate.ts. */
process.stdout.write(`${costTable()}\n`)
