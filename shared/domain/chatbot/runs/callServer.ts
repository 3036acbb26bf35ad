import { guardedRequest, RequestRefused, type UrlPolicy } from '#shared/http/index.ts'
import type { Answer, Call } from '../engine/index.ts'

const TOTAL_MS = 10_000
const CONNECT_MS = 5_000
const MAX_ANSWER_BYTES = 64 * 1024

/**
 * Sends a flow's request to its owner's server, within 10 s. A fault of the server is part of the result and never
 * throws.
 */
export async function callServer(
  { method, url, headers, body }: Call,
  options: { policy: UrlPolicy; idempotencyKey: string },
): Promise<Answer> {
  try {
    const response = await guardedRequest(url, {
      method,
      // A call whose answer was lost on our side is repeated with the same key.
      headers: { 'user-agent': 'Vesper', 'idempotency-key': options.idempotencyKey, ...headers },
      ...(body !== undefined && { body }),
      policy: options.policy,
      connectTimeoutMs: CONNECT_MS,
      totalTimeoutMs: TOTAL_MS,
      maxBytes: Number.POSITIVE_INFINITY,
      redirects: 'refuse',
    })
    return { status: response.status, body: await response.text(MAX_ANSWER_BYTES) }
  } catch (error) {
    if (!(error instanceof RequestRefused)) throw error
    return { error: error.message }
  }
}
