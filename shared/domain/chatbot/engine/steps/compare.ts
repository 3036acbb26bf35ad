import { DateTime } from 'luxon'
import { foldPhrase, foldText } from '../../foldText.ts'

export const OPERATORS = [
  'equals',
  'not_equals',
  'contains',
  'not_contains',
  'starts_with',
  'ends_with',
  'regex',
  'gt',
  'gte',
  'lt',
  'lte',
  'exists',
  'not_exists',
  'in',
] as const
export type Operator = (typeof OPERATORS)[number]

const ISO_DATE = /^\d{4}-\d\d-\d\d/
const NUMBER = /^[+-]?\d+([.,]\d+)?$/

/**
 * Compares the value of a variable with a wanted value. Texts are compared as people write them on a phone (`foldPhrase`). The order is
 * defined for numbers (with a point or a comma) and for ISO dates. Any other order is false.
 * @param wanted one value, or a list for `in`
 */
export function compare(
  operator: Exclude<Operator, 'regex'>,
  actual: string,
  wanted: string | readonly string[],
): boolean {
  const [first = ''] = [wanted].flat()
  const [whole, left, right] = [foldText(actual), foldPhrase(actual), foldPhrase(first)]
  switch (operator) {
    case 'equals':
      return left === right
    case 'not_equals':
      return left !== right
    case 'contains':
      return whole.includes(right)
    case 'not_contains':
      return !whole.includes(right)
    case 'starts_with':
      return left.startsWith(right) || whole.startsWith(right)
    case 'ends_with':
      return left.endsWith(right) || whole.endsWith(right)
    case 'exists':
      return left !== ''
    case 'not_exists':
      return left === ''
    case 'in':
      return listed(wanted).includes(left)
    default:
      return isOrdered(operator, toComparable(actual), toComparable(first))
  }
}

/** Reads the wanted values of `in`. A text may contain a list with commas. A value of a list may contain a comma itself. */
function listed(wanted: string | readonly string[]): string[] {
  return (typeof wanted === 'string' ? wanted.split(',') : wanted).map(foldPhrase)
}

function isOrdered(operator: 'gt' | 'gte' | 'lt' | 'lte', actual: string, wanted: string): boolean {
  const [left, right] = toNumbers(actual, wanted)
  switch (operator) {
    case 'gt':
      return left > right
    case 'gte':
      return left >= right
    case 'lt':
      return left < right
    case 'lte':
      return left <= right
  }
}

/** Reads a date, in UTC unless it has an offset. The zone of the process does not matter. */
function toInstant(date: string): number {
  return DateTime.fromISO(date.replace(' ', 'T'), { zone: 'utc' }).toMillis()
}

/** Folds a number or a date. Some keyboards write a minus sign or the decimal separator of Arabic. */
function toComparable(text: string): string {
  return foldPhrase(text.replaceAll('\u2212', '-').replaceAll('\u066b', '.')).toUpperCase()
}

/** Reads two numbers or two ISO dates. NaN makes each comparison false. */
function toNumbers(left: string, right: string): [number, number] {
  if (ISO_DATE.test(left) && ISO_DATE.test(right)) return [toInstant(left), toInstant(right)]
  const read = (text: string) => (NUMBER.test(text) ? Number(text.replace(',', '.')) : Number.NaN)
  return [read(left), read(right)]
}
