import { UnansweredStatement } from './unanswered.ts'

/**
 * SQLSTATEs that say the server cannot serve now, whatever the query: classes 08 and 57P, too many connections, the server's time-outs
 * (statement 57014, lock 55P03, transaction 25P03 and 25P04), and a connection that has forgotten its prepared statements.
 */
const UNAVAILABLE_STATES = /^(08...|57P0[1-5]|57014|55P03|53300|25P0[34]|26000)$/
/**
 * SQLSTATEs that do not tell what became of the statement: the server, or the pooler before it, ended the connection. A pooler that lost
 * its server answers 08P01. A time-out of the server is not among them: it has rolled the transaction back.
 */
const UNANSWERED_STATES = /^(08...|57P0[1-4])$/
/** SQLSTATEs of time-outs that end the statement, and leave the connection as it was. */
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

/** Whether an error means that the database could not be reached or did not answer, and not that a query was wrong. */
export function isDatabaseUnavailable(error: unknown): boolean {
  return causes(error).some((cause) => {
    if (cause instanceof UnansweredStatement) return true
    const code = codeOf(cause)
    if (code !== undefined && (UNAVAILABLE_STATES.test(code) || UNAVAILABLE_CODES.has(code))) return true
    return cause instanceof Error && UNAVAILABLE_TEXT.test(cause.message)
  })
}

/**
 * Whether an error leaves open if something was written. True where a write outside a transaction, or a COMMIT, was sent and got no
 * answer; false where nothing was sent, where the server rolled back, and for reads.
 */
export function isOutcomeUnknown(error: unknown): boolean {
  return causes(error).some((cause) => cause instanceof UnansweredStatement)
}

/** Whether the driver's error means that a statement was sent and got no answer. */
export function isUnanswered(error: unknown): boolean {
  const code = codeOf(error)
  if (isFromServer(error)) return code !== undefined && UNANSWERED_STATES.test(code)
  if (code !== undefined && UNAVAILABLE_CODES.has(code)) return true
  return error instanceof Error && UNANSWERED_TEXT.test(error.message)
}

/** Whether an error is the server's time-out of a wait for a lock. */
export function isLockTimeout(error: unknown): boolean {
  return causes(error).some((cause) => codeOf(cause) === '55P03')
}

/** Whether a connection is no good for a further statement after this error. */
export function spoilsConnection(error: unknown): boolean {
  return (
    isDatabaseUnavailable(error) && !causes(error).some((cause) => HARMLESS_STATES.test(codeOf(cause) ?? ''))
  )
}

/** Whether an error means that a value does not fit its column's type or range (SQLSTATE class 22). */
export function isUnstorableValue(error: unknown): boolean {
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

/** Errors of PostgreSQL's protocol have a severity. */
function isFromServer(error: unknown): boolean {
  return typeof (error as { severity?: unknown } | null)?.severity === 'string'
}

function codeOf(error: unknown): string | undefined {
  const code = (error as { code?: unknown }).code
  return typeof code === 'string' ? code : undefined
}
