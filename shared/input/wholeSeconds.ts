import { z } from 'zod'

/**
 * Returns the schema of a number of seconds from 1 to a maximum, as a JSON number or as the text of its digits. The parsed value is a
 * number.
 */
export function wholeSeconds(max: number) {
  const text = z
    .string()
    .regex(new RegExp(`^(?:${upTo(max)})$`), `Give whole seconds from 1 to ${max}, such as 30`)
    .transform(Number)
  return z.union([z.number().int().min(1).max(max), text])
}

/** Returns the source of a pattern for the numbers from 1 to a maximum, without leading zeros. */
function upTo(max: number): string {
  const digits = String(max)
  const shorter = digits.length > 1 ? [`[1-9][0-9]{0,${digits.length - 2}}`] : []
  // Each branch keeps the first digits of the maximum, and has a smaller digit behind them.
  const smaller = [...digits].flatMap((digit, index) => {
    const least = index === 0 ? 1 : 0
    const rest = digits.length - index - 1
    const below = Number(digit) - 1
    if (below < least) return []
    const tail = rest === 0 ? '' : `[0-9]{${rest}}`
    return [`${digits.slice(0, index)}[${least}-${below}]${tail}`]
  })
  return [...shorter, ...smaller, digits].join('|')
}
