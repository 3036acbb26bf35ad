import { guardedRequest, RequestRefused, type UrlPolicy } from '#shared/http/index.ts'
import { toStorable } from '#shared/storable.ts'
import { readRetryAfter } from './schedule.ts'

const ATTEMPT_MS = 10_000
const CONNECT_MS = 5_000
/** Size of the excerpt of an answer in the delivery log, in bytes. */
const EXCERPT_BYTES = 1_024

/** Result of one post to a webhook. */
export interface PostResult {
  at: Date
  durationMs: number
  /** HTTP status; null without an answer. */
  status: number | null
  /** Reason for the missing answer. */
  error: string | null
  /** Beginning of the answer's body. */
  response: string | null
  /** Delay that a 429 or 503 requested, in seconds. */
  retryAfterSeconds: number | null
}

export function isSuccess({ status }: Pick<PostResult, 'status'>): boolean {
  return status !== null && status >= 200 && status < 300
}

/** Posts to a customer's URL within 10 s, without redirects. A fault of the customer's server never throws. */
export async function post(
  url: string,
  request: { headers: Record<string, string>; body: Buffer },
  options: { policy: UrlPolicy; now(): Date },
): Promise<PostResult> {
  const at = options.now()
  const startedMs = performance.now()
  const outcome = await exchange(url, request, options)
  return { at, durationMs: Math.round(performance.now() - startedMs), ...outcome }
}

async function exchange(
  url: string,
  request: { headers: Record<string, string>; body: Buffer },
  { policy, now }: { policy: UrlPolicy; now(): Date },
): Promise<Omit<PostResult, 'at' | 'durationMs'>> {
  try {
    const response = await guardedRequest(url, {
      method: 'POST',
      ...request,
      policy,
      connectTimeoutMs: CONNECT_MS,
      totalTimeoutMs: ATTEMPT_MS,
      // The length of the answer has no limit, because the post reads only the excerpt.
      maxBytes: Number.POSITIVE_INFINITY,
      redirects: 'refuse',
    })
    const { status, headers } = response
    const asksForTime = status === 429 || status === 503
    return {
      status,
      error: null,
      // The status is the result. A body that breaks off changes nothing.
      response: toStorable(await response.text(EXCERPT_BYTES).catch(() => '')),
      retryAfterSeconds: asksForTime ? readRetryAfter(headers['retry-after'], now()) : null,
    }
  } catch (error) {
    if (!(error instanceof RequestRefused)) throw error
    return { status: null, error: error.message, response: null, retryAfterSeconds: null }
  }
}
