import type { IncomingHttpHeaders } from 'node:http'
import type { Readable } from 'node:stream'
import { assertAnnouncedSize, limitedBody } from './body.ts'
import { resolvedWithin, startDeadline } from './deadline.ts'
import { type Exchange, exchange } from './exchange.ts'
import { readText } from './readText.ts'
import { type Hop, isRedirect, nextHop } from './redirect.ts'
import { RequestRefused } from './refused.ts'
import { type Resolve, resolveHost } from './resolver.ts'
import { checkUrl, resolveTarget, type UrlPolicy } from './target.ts'

export interface GuardedOptions {
  /** HTTP method. Default: GET. */
  method?: string
  headers?: Readonly<Record<string, string>>
  body?: Buffer | string
  policy: UrlPolicy
  /** Time-out of DNS, and of the connection with TLS, for each hop. */
  connectTimeoutMs: number
  /** Time-out from the call to the last byte of the body, with redirects. */
  totalTimeoutMs: number
  /** Time-out of the server's silence, before and within the response. */
  idleTimeoutMs?: number
  /** Maximum size of the body. */
  maxBytes: number
  redirects: 'refuse' | { follow: number }
  signal?: AbortSignal
  /** Returns the addresses of a host. Default: DNS. */
  resolve?: Resolve
  /** A CA (PEM) that replaces the public CAs, for one machine and for tests. */
  ca?: string
}

export interface GuardedResponse {
  status: number
  headers: IncomingHttpHeaders
  /** The body as sent, never decompressed. Fails with RequestRefused. The caller must read or destroy the body. */
  body: Readable
  /** Returns the first `maxBytes` of the body as UTF-8, without fetching the rest. */
  text(maxBytes: number): Promise<string>
}

/**
 * Calls the URL of a customer. All calls to such URLs use this function. The function resolves the host once, checks every address,
 * and connects only to the checked addresses. A later answer of DNS therefore has no effect.
 *
 * The library request-filtering-agent is not strict enough. The library allows unassigned and IPv4-compatible IPv6 addresses, and
 * all private ranges or none. The errors of the library show the address.
 * @throws RequestRefused if the request is refused or fails
 */
export async function guardedRequest(url: string, options: GuardedOptions): Promise<GuardedResponse> {
  const first: Hop = {
    url: checkUrl(url, options.policy),
    method: options.method ?? 'GET',
    headers: options.headers ?? {},
    body: options.body === undefined ? undefined : Buffer.from(options.body),
  }
  const { maxBytes, idleTimeoutMs } = options
  const totalTimeoutMs = Math.min(
    options.totalTimeoutMs,
    options.policy.longestMs ?? Number.POSITIVE_INFINITY,
  )
  const { signal, clear } = startDeadline(totalTimeoutMs, options.signal)
  try {
    const { response, closed } = await follow(first, options, signal)
    // The deadline continues after the body, because a server that answers early and never reads keeps the connection open.
    void closed.then(clear)
    const body = limitedBody(response, { maxBytes, idleTimeoutMs, signal })
    const { statusCode: status = 0, headers } = response
    return { status, headers, body, text: (max) => readText(body, max) }
  } catch (error) {
    clear()
    throw error
  }
}

async function follow(first: Hop, options: GuardedOptions, signal: AbortSignal): Promise<Exchange> {
  const maxRedirects = options.redirects === 'refuse' ? 0 : options.redirects.follow
  let hop = first
  for (let redirected = 0; ; redirected++) {
    const sent = await send(hop, options, signal)
    const { response } = sent
    try {
      if (!isRedirect(response)) {
        if (hop.method !== 'HEAD') assertAnnouncedSize(response, options.maxBytes)
        return sent
      }
      if (redirected >= maxRedirects) throw tooManyRedirects(maxRedirects)
      hop = nextHop(hop, response, options.policy)
    } catch (error) {
      response.destroy()
      throw error
    }
    response.destroy()
  }
}

async function send(hop: Hop, options: GuardedOptions, signal: AbortSignal): Promise<Exchange> {
  const { policy, resolve = resolveHost, connectTimeoutMs, idleTimeoutMs, ca } = options
  const target = await resolvedWithin(resolveTarget(hop.url, policy, resolve), signal, connectTimeoutMs)
  return exchange(target, hop, { connectTimeoutMs, idleTimeoutMs, signal, ca })
}

function tooManyRedirects(allowed: number): RequestRefused {
  const message =
    allowed === 0
      ? 'The server redirected, but this request follows no redirects.'
      : `The server redirected more than ${allowed} times.`
  return new RequestRefused('redirect', message)
}
