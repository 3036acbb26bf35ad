import type { ErrorDetail } from '#shared/errors/index.ts'
import type { Interruptible } from '../budget/index.ts'
import { patternFaults } from '../pattern.ts'
import type { Trigger } from './schema.ts'

/** Finds the faults of a trigger's patterns, each with its path in `triggerValue`. */
export function* keywordFaults(trigger: Trigger): Interruptible<ErrorDetail[]> {
  if (trigger.type !== 'keyword' || trigger.matchType !== 'regex') return []
  const faults = yield* patternFaults(trigger.keywords)
  return faults.map(({ index, message }) => ({ path: `keywords.${index}`, message }))
}
