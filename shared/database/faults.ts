/**
 * SQLSTATEs that say the server cannot serve now, whatever the query: classes 08 and 57P, too many connections, and a connection that
 * has forgotten its prepared statements.
 */
const UNAVAILABLE_STATES = /^(08...|57P0[1-5]|53300|25P0[34]|26000)$/
const UNAVAILABLE_CODES = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOTFOUND',
  'ETIMEDOUT',
  'EPIPE',
  'EHOSTUNREACH',
])
const UNAVAILABLE_TEXT =
  /Connection terminated|timeout exceeded when trying to connect|Query read timeout|Client has encountered a connection error|not queryable|WebSocket was closed|cached plan must not change/

/** Whether an error means that the database could not be reached or did not answer, and not that a query was wrong. */
export function isDatabaseUnavailable(error: unknown): boolean {
  return causes(error).some((cause) => {
    const code = codeOf(cause)
    if (code !== undefined && (UNAVAILABLE_STATES.test(code) || UNAVAILABLE_CODES.has(code))) return true
    return cause instanceof Error && UNAVAILABLE_TEXT.test(cause.message)
  })
}

/** Whether an error means that a value does not fit its column's type or range (SQLSTATE class 22). */
export function isUnfitValue(error: unknown): boolean {
  return causes(error).some((cause) => codeOf(cause)?.startsWith('22') === true)
}

/** Whether an error is PostgreSQL's unique_violation, of the index of that name if one is given. */
export function isUniqueViolation(error: unknown, index?: string): boolean {
  return causes(error).some(
    (cause) =>
      codeOf(cause) === '23505' &&
      (index === undefined || (cause as { constraint?: unknown }).constraint === index),
  )
}

/** Whether an error means that PostgreSQL ended a statement for its `statement_timeout`. */
export function isStatementTimeout(error: unknown): boolean {
  return causes(error).some((cause) => codeOf(cause) === '57014')
}

/** drizzle wraps the driver's error, and the driver may wrap the socket's (an ErrorEvent of `ws`, an AggregateError). */
function causes(error: unknown): unknown[] {
  const found: unknown[] = []
  for (let current = error; current !== null && typeof current === 'object' && found.length < 8; ) {
    found.push(current)
    const link = current as { cause?: unknown; error?: unknown; errors?: unknown[] }
    current = link.cause ?? link.error ?? link.errors?.[0]
  }
  return found
}

function codeOf(error: unknown): string | undefined {
  const code = (error as { code?: unknown }).code
  return typeof code === 'string' ? code : undefined
}
