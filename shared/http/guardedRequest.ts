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
  /** GET unless said otherwise. */
  method?: string
  headers?: Readonly<Record<string, string>>
  body?: Buffer | string
  policy: UrlPolicy
  /** For DNS and for the connection with its TLS, each, of each hop. */
  connectTimeoutMs: number
  /** From the call to the last byte of the body, redirects included. */
  totalTimeoutMs: number
  /** How long the server may be silent, before its response and within it. */
  idleTimeoutMs?: number
  /** Of the body. */
  maxBytes: number
  redirects: 'refuse' | { follow: number }
  signal?: AbortSignal
  /** Answers a host's addresses; DNS unless said otherwise. */
  resolve?: Resolve
  /** A CA (PEM) to trust instead of the public ones: for one machine and tests. */
  ca?: string
}

export interface GuardedResponse {
  status: number
  headers: IncomingHttpHeaders
  /** As sent, never unpacked. Fails with RequestRefused. Read it to its end, or destroy it. */
  body: Readable
  /** The first `maxBytes` of the body as UTF-8; the rest is not fetched. */
  text(maxBytes: number): Promise<string>
}

/**
 * The one way to a URL that a customer supplied. Its host is resolved once, every address is checked, and the checked
 * ones are connected to, so that DNS cannot answer differently a moment later.
 *
 * Not by request-filtering-agent: it lets unassigned and IPv4-compatible IPv6 addresses pass, all private ranges or none,
 * and its errors tell the address.
 * @throws RequestRefused
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
    // The deadline outlasts the body: a server that answers early and never reads keeps the connection open.
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
      ? 'The server redirected, which is not followed here.'
      : `The server redirected more than ${allowed} times.`
  return new RequestRefused('redirect', message)
}
