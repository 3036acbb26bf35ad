import http, { type ClientRequest, type IncomingMessage, type RequestOptions } from 'node:http'
import https from 'node:https'
import { isIP, type LookupFunction, type TcpNetConnectOpts } from 'node:net'
import { outgoingHeaders } from './headers.ts'
import type { Hop } from './redirect.ts'
import { RequestRefused } from './refused.ts'
import { hostOf, type Target } from './target.ts'

export interface ExchangeOptions {
  connectTimeoutMs: number
  idleTimeoutMs: number | undefined
  /** Its reason is the RequestRefused that the request ends with. */
  signal: AbortSignal
  ca: string | undefined
}

/** How far a request came: it decides what its failure is called. */
type Stage = 'connect' | 'tls' | 'http'

/** What the socket takes and the types of http's options leave out. */
type Families = Pick<TcpNetConnectOpts, 'autoSelectFamily' | 'autoSelectFamilyAttemptTimeout'>

/** Servers and proxies send 8-16 KB of headers at most. */
const MAX_HEADER_BYTES = 16 * 1024

/** Node's 250 ms for each address is short for a host on another continent. */
const ATTEMPT_TIMEOUT_MS = 1_000

/**
 * One request to addresses that were checked; resolves with the head of the response.
 * @throws RequestRefused connect, tls, timeout, too_large, aborted, broken, bad_url
 */
export function exchange(target: Target, hop: Hop, options: ExchangeOptions): Promise<IncomingMessage> {
  const { signal, idleTimeoutMs } = options
  if (signal.aborted) return Promise.reject(signal.reason)
  return new Promise((resolve, reject) => {
    const request = open(target, hop, options.ca)
    const stage = followStage(request, hop.url, options.connectTimeoutMs)
    const abort = () => request.destroy(signal.reason)
    signal.addEventListener('abort', abort)
    if (idleTimeoutMs !== undefined) {
      request.setTimeout(idleTimeoutMs, () => request.destroy(silent(idleTimeoutMs)))
    }
    request.on('error', (error) => {
      signal.removeEventListener('abort', abort)
      reject(toRefusal(error, stage()))
    })
    request.once('response', (response) => {
      signal.removeEventListener('abort', abort)
      request.setTimeout(0)
      resolve(response)
    })
    request.end(hop.body)
  })
}

/** The error of a server that is connected but says nothing. */
export function silent(idleTimeoutMs: number): RequestRefused {
  return new RequestRefused('timeout', `The server sent nothing for ${idleTimeoutMs} ms.`)
}

/** What came after the head: the connection broke, unless it was us who ended it. */
export function toBroken(error: Error): RequestRefused {
  return error instanceof RequestRefused
    ? error
    : new RequestRefused('broken', 'The connection broke off before the response was whole.', {
        cause: error,
      })
}

function open({ url, addresses }: Target, hop: Hop, ca: string | undefined): ClientRequest {
  const options: RequestOptions & Families = {
    protocol: url.protocol,
    host: hostOf(url),
    port: url.port,
    path: `${url.pathname}${url.search}`,
    method: hop.method,
    headers: outgoingHeaders(hop.headers, hop.body),
    lookup: lookupAmong(addresses),
    autoSelectFamily: true,
    autoSelectFamilyAttemptTimeout: ATTEMPT_TIMEOUT_MS,
    // An agent of its own, closed with the response: no connection is ever reused under another policy.
    agent: false,
    maxHeaderSize: MAX_HEADER_BYTES,
    ...tlsOptions(ca),
  }
  try {
    return (url.protocol === 'https:' ? https : http).request(options)
  } catch (cause) {
    throw new RequestRefused(
      'bad_url',
      'The request has a method, path or header that HTTP does not allow.',
      {
        cause,
      },
    )
  }
}

/** Said here, so that NODE_TLS_REJECT_UNAUTHORIZED does not unsay it. */
function tlsOptions(ca: string | undefined) {
  return { rejectUnauthorized: true, ...(ca !== undefined && { ca }) }
}

/** The resolver of the socket: it knows the checked addresses and nothing else. */
function lookupAmong(addresses: readonly string[]): LookupFunction {
  const entries = addresses.map((address) => ({ address, family: isIP(address) }))
  return (_host, options, callback) => {
    const [first] = entries
    if (options.all) callback(null, entries)
    else callback(null, first?.address ?? '', first?.family ?? 0)
  }
}

function followStage(request: ClientRequest, url: URL, connectTimeoutMs: number): () => Stage {
  let stage: Stage = 'connect'
  const timer = setTimeout(() => {
    const message = `The server did not accept a connection within ${connectTimeoutMs} ms.`
    request.destroy(new RequestRefused('timeout', message))
  }, connectTimeoutMs)
  const connected = () => {
    clearTimeout(timer)
    stage = 'http'
  }
  request.once('close', () => clearTimeout(timer))
  request.once('socket', (socket) => {
    socket.once('connect', () => {
      if (url.protocol === 'https:') stage = 'tls'
      else connected()
    })
    socket.once('secureConnect', connected)
  })
  return () => stage
}

function toRefusal(error: Error, stage: Stage): RequestRefused {
  if (error instanceof RequestRefused) return error
  const cause = error
  if (stage === 'connect') {
    return new RequestRefused('connect', 'The server cannot be reached.', { cause })
  }
  if (stage === 'tls') {
    return new RequestRefused('tls', 'The server has no valid TLS certificate, or speaks no TLS.', { cause })
  }
  if ('code' in error && error.code === 'HPE_HEADER_OVERFLOW') {
    const message = `The headers of the response are larger than ${MAX_HEADER_BYTES} bytes.`
    return new RequestRefused('too_large', message, { cause })
  }
  return toBroken(error)
}
