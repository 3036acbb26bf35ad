import http, { type ClientRequest, type IncomingMessage, type RequestOptions } from 'node:http'
import https from 'node:https'
import { isIP, type LookupFunction, type TcpNetConnectOpts } from 'node:net'
import type { Duplex } from 'node:stream'
import { outgoingHeaders } from './headers.ts'
import type { Hop } from './redirect.ts'
import { RequestRefused } from './refused.ts'
import { hostOf, type Target } from './target.ts'

export interface ExchangeOptions {
  connectTimeoutMs: number
  idleTimeoutMs: number | undefined
  /** Ends the request. The signal's reason is the RequestRefused of the request. */
  signal: AbortSignal
  ca: string | undefined
}

/** The stage of a request, which determines the reason of its failure. */
type Stage = 'connect' | 'tls' | 'http'

/** Options that the socket accepts and that the types of `http` lack. */
type Families = Pick<TcpNetConnectOpts, 'autoSelectFamily' | 'autoSelectFamilyAttemptTimeout'>

/** Maximum size of the response headers. Servers and proxies send at most 8-16 KB. */
const MAX_HEADER_BYTES = 16 * 1024

/** Time-out of a connection attempt to one address. Node's default of 250 ms is too short for a host on another continent. */
const ATTEMPT_TIMEOUT_MS = 1_000

/** Maximum number of 1xx responses. Servers send two or three. A flood would occupy the parser until the deadline. */
const MAX_INFORMATIONAL = 16

/** A response whose head has arrived, on a connection of its own. */
export interface Exchange {
  response: IncomingMessage
  /** Resolves when the connection is closed and has released its handle. */
  closed: Promise<void>
}

/**
 * Sends one request to the checked addresses, and returns the head of the response. The signal ends the call and closes the connection
 * at any stage, also after the response. Node reports nothing for a connection that Node itself closed, for example after a 101.
 * @throws RequestRefused connect, tls, timeout, too_large, aborted, broken, bad_url
 */
export async function exchange(target: Target, hop: Hop, options: ExchangeOptions): Promise<Exchange> {
  options.signal.throwIfAborted()
  const request = open(target, hop, options.ca)
  const closed = new Promise<void>((resolve) => request.once('close', resolve))
  const response = responseOf(request, hop, options)
  request.end(hop.body)
  return { response: await response, closed }
}

function responseOf(request: ClientRequest, hop: Hop, options: ExchangeOptions): Promise<IncomingMessage> {
  const { signal, idleTimeoutMs, connectTimeoutMs } = options
  return new Promise((resolve, reject) => {
    const fail = (error: Error) => {
      reject(toRefusal(error, stage()))
      request.destroy(error)
    }
    const stage = followStage(request, hop.url, connectTimeoutMs, fail)
    const abort = () => fail(signal.reason)
    signal.addEventListener('abort', abort)
    if (idleTimeoutMs !== undefined) request.setTimeout(idleTimeoutMs, () => fail(silent(idleTimeoutMs)))
    failOnProtocolChange(request, fail)
    request.on('error', fail)
    request.once('close', () => {
      signal.removeEventListener('abort', abort)
      fail(new Error('The connection was closed'))
    })
    request.once('response', (response) => {
      if ((response.statusCode ?? 0) < 200) return fail(unasked(response.statusCode))
      request.setTimeout(0)
      resolve(response)
    })
  })
}

/** Fails a request if its server switches protocols or sends too many 1xx responses. */
function failOnProtocolChange(request: ClientRequest, fail: (error: Error) => void): void {
  let informational = 0
  request.on('information', () => {
    informational += 1
    if (informational > MAX_INFORMATIONAL)
      fail(broken(`The server sent more than ${MAX_INFORMATIONAL} informational responses.`))
  })
  const leave = (response: IncomingMessage, socket: Duplex) => {
    // Node has removed its own listeners.
    socket.on('error', () => undefined).destroy()
    fail(unasked(response.statusCode))
  }
  request.once('upgrade', leave).once('connect', leave)
}

function unasked(status: number | undefined): RequestRefused {
  return broken(`The server answered ${status}, which the gateway does not support.`)
}

function broken(message: string): RequestRefused {
  return new RequestRefused('broken', message)
}

/** Returns the error for a connected server that sends nothing. */
export function silent(idleTimeoutMs: number): RequestRefused {
  return new RequestRefused('timeout', `The server sent nothing for ${idleTimeoutMs} ms.`)
}

/** Converts an error after the head: the connection broke, unless the gateway itself ended the connection. */
export function toBroken(error: Error): RequestRefused {
  return error instanceof RequestRefused
    ? error
    : new RequestRefused('broken', 'The connection broke off before the response was complete.', {
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
    // A new agent for each request, so that no connection is reused under another policy.
    agent: false,
    maxHeaderSize: MAX_HEADER_BYTES,
    ...tlsOptions(ca),
  }
  try {
    return (url.protocol === 'https:' ? https : http).request(options)
  } catch (cause) {
    throw new RequestRefused(
      'bad_url',
      'The method, the path or a header of the request is not valid in HTTP.',
      {
        cause,
      },
    )
  }
}

/** Sets `rejectUnauthorized` explicitly, so that NODE_TLS_REJECT_UNAUTHORIZED cannot disable the check. */
function tlsOptions(ca: string | undefined) {
  return { rejectUnauthorized: true, ...(ca !== undefined && { ca }) }
}

/** Returns the socket's resolver, which returns only the checked addresses. */
function lookupAmong(addresses: readonly string[]): LookupFunction {
  const entries = addresses.map((address) => ({ address, family: isIP(address) }))
  return (_host, options, callback) => {
    const [first] = entries
    if (options.all) callback(null, entries)
    else callback(null, first?.address ?? '', first?.family ?? 0)
  }
}

function followStage(
  request: ClientRequest,
  url: URL,
  connectTimeoutMs: number,
  fail: (error: Error) => void,
): () => Stage {
  let stage: Stage = 'connect'
  const timer = setTimeout(() => {
    fail(
      new RequestRefused('timeout', `The server did not accept a connection within ${connectTimeoutMs} ms.`),
    )
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
    return new RequestRefused('tls', 'The server has no valid TLS certificate, or does not support TLS.', {
      cause,
    })
  }
  if ('code' in error && error.code === 'HPE_HEADER_OVERFLOW') {
    const message = `The headers of the response are larger than ${MAX_HEADER_BYTES} bytes.`
    return new RequestRefused('too_large', message, { cause })
  }
  return toBroken(error)
}
