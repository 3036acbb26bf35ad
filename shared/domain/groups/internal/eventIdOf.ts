import { createHash } from 'node:crypto'

/** Returns the id of the event of a fact, the same for each report of the fact. */
export function eventIdOf(fact: readonly string[]): string {
  const hash = createHash('sha256').update(JSON.stringify(fact))
  return `evt_${hash.digest('hex').slice(0, 32)}`
}
