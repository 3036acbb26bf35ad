import { guardedRequest, RequestRefused, type UrlPolicy } from '#shared/http/index.ts'
import type { Answer, Call } from '../engine/index.ts'

const TOTAL_MS = 10_000
const CONNECT_MS = 5_000
const MAX_ANSWER_BYTES = 64 * 1024

/** Makes a flow's request to its owner's server, within ten seconds. Never throws for what that server does. */
export async function callServer(
  { method, url, headers, body }: Call,
  options: { policy: UrlPolicy; idempotencyKey: string },
): Promise<Answer> {
  try {
    const response = await guardedRequest(url, {
      method,
      // A call whose answer got lost on our side is made once more.
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
