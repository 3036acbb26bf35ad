import { UnansweredStatement } from './unanswered.ts'

/**
 * SQLSTATEs that mean that the server cannot serve any query now:
 * - classes 08 and 57P, and too many connections (53300).
 * - the server's time-outs: statement 57014, lock 55P03, transaction 25P03 and 25P04.
 * - 26000: the connection has lost its prepared statements.
 */
const UNAVAILABLE_STATES = /^(08...|57P0[1-5]|57014|55P03|53300|25P0[34]|26000)$/
/**
 * SQLSTATEs that leave the outcome of the statement open: the server or its pooler ended the connection. A pooler that lost its server
 * returns 08P01. The server's time-outs are not in the list, because the server has rolled the transaction back.
 */
const UNANSWERED_STATES = /^(08...|57P0[1-4])$/
/** SQLSTATEs of time-outs that end the statement and do not affect the connection. */
const HARMLESS_STATES = /^(57014|55P03)$/
const UNANSWERED_TEXT = /^(Query read timeout|Connection terminated)/
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

/** Tells whether an error means that the database was unreachable or did not answer. A fault of the query gives false. */
export function isDatabaseUnavailable(error: unknown): boolean {
  return causes(error).some((cause) => {
    if (cause instanceof UnansweredStatement) return true
    const code = codeOf(cause)
    if (code !== undefined && (UNAVAILABLE_STATES.test(code) || UNAVAILABLE_CODES.has(code))) return true
    return cause instanceof Error && UNAVAILABLE_TEXT.test(cause.message)
  })
}

/**
 * Tells whether an error leaves open if a write was committed. True if a write outside a transaction, or a COMMIT, was sent and got
 * no answer. False if nothing was sent, if the server rolled back, and for reads.
 */
export function isOutcomeUnknown(error: unknown): boolean {
  return causes(error).some((cause) => cause instanceof UnansweredStatement)
}

/** Tells whether an error of the driver means that a statement was sent and got no answer. */
export function isUnanswered(error: unknown): boolean {
  const code = codeOf(error)
  if (isFromServer(error)) return code !== undefined && UNANSWERED_STATES.test(code)
  if (code !== undefined && UNAVAILABLE_CODES.has(code)) return true
  return error instanceof Error && UNANSWERED_TEXT.test(error.message)
}

/** Tells whether an error is the server's `lock_timeout`. */
export function isLockTimeout(error: unknown): boolean {
  return causes(error).some((cause) => codeOf(cause) === '55P03')
}

/** Tells whether a connection is unusable after this error. */
export function spoilsConnection(error: unknown): boolean {
  return (
    isDatabaseUnavailable(error) && !causes(error).some((cause) => HARMLESS_STATES.test(codeOf(cause) ?? ''))
  )
}

/** Tells whether an error means that a value does not fit the type or range of its column (SQLSTATE class 22). */
export function isUnstorableValue(error: unknown): boolean {
  return causes(error).some((cause) => codeOf(cause)?.startsWith('22') === true)
}

/** Tells whether an error is PostgreSQL's `unique_violation`, optionally only for the named index. */
export function isUniqueViolation(error: unknown, index?: string): boolean {
  return causes(error).some(
    (cause) =>
      codeOf(cause) === '23505' &&
      (index === undefined || (cause as { constraint?: unknown }).constraint === index),
  )
}

/** Tells whether an error is the server's `statement_timeout`. */
export function isStatementTimeout(error: unknown): boolean {
  return causes(error).some((cause) => codeOf(cause) === '57014')
}

/** Returns an error and its causes. drizzle wraps the driver's error. The driver may wrap an ErrorEvent of `ws` or an AggregateError. */
function causes(error: unknown): unknown[] {
  const found: unknown[] = []
  for (let current = error; current !== null && typeof current === 'object' && found.length < 8; ) {
    found.push(current)
    const link = current as { cause?: unknown; error?: unknown; errors?: unknown[] }
    current = link.cause ?? link.error ?? link.errors?.[0]
  }
  return found
}

/** Recognises errors of the server: only errors of PostgreSQL's protocol have a severity. */
function isFromServer(error: unknown): boolean {
  return typeof (error as { severity?: unknown } | null)?.severity === 'string'
}

function codeOf(error: unknown): string | undefined {
  const code = (error as { code?: unknown }).code
  return typeof code === 'string' ? code : undefined
}
