import type { Message } from '../settings/message.ts'
import { sign } from './sign.ts'

/** Fetch makes its own, and refuses these. */
const CONNECTION_HEADERS = [
  'connection',
  'content-length',
  'expect',
  'host',
  'keep-alive',
  'transfer-encoding',
  'upgrade',
]

/** How an attempt ended. `status` is 0 where there was no answer; then `error` says why. */
export interface Outcome {
  status: number
  header: Record<string, string[]>
  error?: string
}

export interface Attempt {
  message: Message
  body: Buffer
  signingKey: string
  /** Ends the attempt from outside; it then ends like any that failed. */
  abort: AbortController
}

/** Makes one signed call to the destination, within its time limit. Follows no redirect; never throws. */
export async function post({ message, body, signingKey, abort }: Attempt): Promise<Outcome> {
  // By the machine's time: a call that is on its way has no part in a test's jump.
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
    // A header that came twice is one value here, but for cookies, of which the last stays.
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

/** Fetch says only that it failed; its cause says why. */
function reason(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return error.cause instanceof Error ? `${error.message}: ${error.cause.message}` : error.message
}
