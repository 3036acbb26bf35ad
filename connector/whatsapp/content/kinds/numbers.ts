type Wide = number | { toString(): string } | null | undefined

/** Returns an integer, or undefined for a value that is absent or that JSON does not hold exactly. */
export function integer(value: Wide): number | undefined {
  if (value == null) return undefined
  const number = Number(value)
  return Number.isSafeInteger(number) ? number : undefined
}

/** Returns a positive integer. Protobuf writes 0 for an absent number. */
export function positive(value: Wide): number | undefined {
  const number = integer(value)
  return number !== undefined && number > 0 ? number : undefined
}

/** Converts a time in ms to seconds. */
export function secondsOf(milliseconds: Wide): number | undefined {
  const number = positive(milliseconds)
  return number && Math.floor(number / 1_000)
}

/** Converts an amount in thousandths. */
export function amountOf(thousandths: Wide, divisor = 1_000): number | undefined {
  const number = integer(thousandths)
  return number === undefined || divisor <= 0 ? undefined : number / divisor
}

/** Returns the degrees of a place; 0 for a value that JSON cannot hold. A sender can write NaN or an infinite number. */
export function degreesOf(value: number | null | undefined): number {
  return Number.isFinite(value) ? Number(value) : 0
}
