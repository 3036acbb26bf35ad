import type { Message } from '../settings/message.ts'
import { sign } from './sign.ts'

/** Fetch sets these headers itself, and refuses others. */
const CONNECTION_HEADERS = [
  'connection',
  'content-length',
  'expect',
  'host',
  'keep-alive',
  'transfer-encoding',
  'upgrade',
]

/** The end of an attempt. `status` is 0 without an answer, and then `error` has the reason. */
export interface PostResult {
  status: number
  header: Record<string, string[]>
  error?: string
}

export interface Attempt {
  message: Message
  body: Buffer
  signingKey: string
  /** Ends the attempt from outside. The attempt then counts as failed. */
  abort: AbortController
}

/** Makes one signed call to the destination, within its time limit. Follows no redirect and never throws. */
export async function post({ message, body, signingKey, abort }: Attempt): Promise<PostResult> {
  // The timer uses the machine's time, because a call in flight must ignore the jumps of a test's clock.
  const timer = setTimeout(() => abort.abort(new Error('the call timed out')), message.timeoutMs)
  try {
    const hasBody = message.method !== 'GET'
    const response = await fetch(message.url, {
      method: message.method,
      headers: headersOf(message, await sign(message.url, body, signingKey)),
      redirect: 'manual',
      signal: abort.signal,
      ...(hasBody && { body }),
    })
    // fetch joins a repeated header into one value. Of several cookies, the last stays.
    const header = Object.fromEntries([...response.headers].map(([name, value]) => [name, [value]]))
    await response.body?.cancel()
    return { status: response.status, header }
  } catch (error) {
    return { status: 0, header: {}, error: reason(error) }
  } finally {
    clearTimeout(timer)
  }
}

function headersOf(message: Message, signature: string): Headers {
  const headers = new Headers()
  for (const [name, [value = '']] of Object.entries(message.header)) {
    if (!CONNECTION_HEADERS.includes(name)) headers.set(name, value)
  }
  headers.set('user-agent', 'Upstash-QStash')
  headers.set('upstash-signature', signature)
  headers.set('upstash-message-id', message.messageId)
  headers.set('upstash-retried', String(message.retried))
  headers.set('upstash-caller-ip', '127.0.0.1')
  return headers
}

/** Returns the reason of a failed fetch, which is in the cause of its error. */
function reason(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return error.cause instanceof Error ? `${error.message}: ${error.cause.message}` : error.message
}
