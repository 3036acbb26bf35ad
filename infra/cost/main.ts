import { costParts } from './table.ts'

/** `npm run cost` prints the generated parts of docs/cost.md. */
process.stdout.write(`${costParts().join('\n\n')}\n`)
