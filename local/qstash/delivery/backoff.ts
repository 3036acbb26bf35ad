import { DAY_MS, parseDuration } from '../settings/duration.ts'
import type { Message } from '../settings/message.ts'
import { compileRetryDelay } from '../settings/retryDelay.ts'
import type { PostResult } from './post.ts'

/** The headers in which a destination names the time of the next attempt (upstash.com/docs/qstash/features/retry). */
const RETRY_HEADERS = [
  'retry-after',
  'x-ratelimit-reset',
  'x-ratelimit-reset-requests',
  'x-ratelimit-reset-tokens',
]

/**
 * Returns the delay after a failed attempt, in ms: from the destination, the message's expression, or
 * QStash's default.
 */
export function retryDelayMs(message: Message, outcome: PostResult, now: number): number {
  const byDefault = Math.min(DAY_MS, Math.exp(2.5 * (message.retried + 1)) * 1000)
  return Math.round(askedFor(outcome, now) ?? byExpression(message) ?? byDefault)
}

/** Tells whether the destination ends the retries, with status 489 and `Upstash-NonRetryable-Error: true`. */
export function forbidsRetry({ status, header }: PostResult): boolean {
  return status === 489 && header['upstash-nonretryable-error']?.[0] === 'true'
}

function askedFor({ header }: PostResult, now: number): number | undefined {
  for (const name of RETRY_HEADERS) {
    const ms = readWait(header[name]?.[0], now)
    if (ms !== undefined && ms <= DAY_MS) return ms
  }
  return undefined
}

/** Returns a delay in ms from a number of seconds, a duration or a date. */
function readWait(text: string | undefined, now: number): number | undefined {
  if (!text) return undefined
  if (/^\d+$/.test(text)) return Number(text) * 1000
  const date = Date.parse(text)
  return parseDuration(text) ?? (Number.isNaN(date) ? undefined : Math.max(0, date - now))
}

/** Returns undefined also for an expression without a value, such as the root of a negative number. */
function byExpression({ retryDelayExpression, retried }: Message): number | undefined {
  if (retryDelayExpression === undefined) return undefined
  const ms = compileRetryDelay(retryDelayExpression)(retried)
  return Number.isNaN(ms) ? undefined : Math.min(Math.max(0, ms), DAY_MS)
}
