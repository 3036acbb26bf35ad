import { once } from 'node:events'
import {
  createServer,
  type IncomingMessage,
  type Server,
  type ServerOptions,
  type ServerResponse,
} from 'node:http'
import type { Socket } from 'node:net'
import { getRequestListener, RequestError } from '@hono/node-server'
import type { RuntimeBindings } from '#functions/index.ts'
import { HeadersTooLarge, MalformedRequest, RequestTimedOut } from '#shared/errors/index.ts'
import { SERVER_TIMEOUTS } from './httpServer.ts'
import { endWith } from './rawAnswer.ts'

/** Node's default. API Gateway permits 10 KB. */
const MAX_HEADER_BYTES = 16 * 1024
const MAX_CONNECTIONS = 10_000
/**
 * Connections that wait until the process accepts them. The kernel reduces the number to its own limit (`net.core.somaxconn`, 4,096
 * on Linux). Node's default of 511 overflows while the process is busy, and the kernel then resets connections of clients.
 */
const BACKLOG = 16_384
const OPTIONS = {
  ...SERVER_TIMEOUTS,
  maxHeaderSize: MAX_HEADER_BYTES,
  // While thousands of connections open, the first bytes of a connection may arrive 10 s after its begin.
  headersTimeout: 30_000,
  // A load balancer keeps an idle connection for 60 s. The balancer must close it first, or it may write to a closed connection.
  keepAliveTimeout: 75_000,
  // This module answers a request without Host with the envelope.
  requireHostHeader: false,
}
/** The URL of a request that has no valid URL. */
const UNKNOWN_URL = 'http://localhost/'
/** The path in a URL for the target of `OPTIONS *`. */
const ANY_TARGET = '/*'

/** The request with the values of Node, or the caller's connection and a fault. */
type Bindings = Pick<RuntimeBindings, 'fault'> & {
  incoming: Pick<IncomingMessage, 'socket'> & { complete?: boolean }
}
/** Answers a request. If the bindings have a fault, the answer is that fault. */
export type Answer = (request: Request, bindings: Bindings) => Response | Promise<Response>

/**
 * Creates the HTTP server of the API. Each answer has the envelope and a request id. Bytes that Node cannot parse, a URL and a Host
 * that are not valid get such an answer too.
 * @param options limits that replace those of this module
 */
export function createApiServer(answer: Answer, options: ServerOptions = {}): Server {
  const refuse = (socket: Socket, fault: Error) =>
    answer(new Request(UNKNOWN_URL), { incoming: { socket }, fault })
  /** The last request of each connection. */
  const last = new WeakMap<Socket, { request: IncomingMessage; response: ServerResponse }>()

  const listener = (request: IncomingMessage, response: ServerResponse) => {
    const { socket } = request
    last.set(socket, { request, response })
    normalize(request)
    const serve = getRequestListener((converted) => answer(converted, { incoming: request }), {
      // HTTP/1.0 has no Host.
      ...(request.httpVersion === '1.0' && { hostname: 'localhost' }),
      errorHandler: (error) => refuse(socket, error instanceof RequestError ? invalidUrl() : toError(error)),
    })
    void serve(request, response)
  }

  /** Answers bytes that are no request. The answers to earlier requests of the connection come first. */
  const answerInTurn = async (socket: Socket, fault: Error) => {
    const { request, response } = last.get(socket) ?? {}
    if (request?.complete && !response?.writableFinished) await once(response as ServerResponse, 'close')
    // The fault is in a body whose request is answered already.
    if (request && !request.complete && response?.headersSent) socket.destroy()
    else await endWith(socket, await refuse(socket, fault))
  }
  const refuseBytes = (socket: Socket, fault: Error) =>
    void answerInTurn(socket, fault).catch(() => socket.destroy())

  const server = createServer({ ...OPTIONS, ...options }, listener)
  server.maxConnections = MAX_CONNECTIONS
  // RFC 9110 permits a server to ignore an unknown expectation.
  server.on('checkExpectation', listener)
  server.on('connect', ({ socket }) => refuseBytes(socket, noProxy()))
  const refused = new WeakSet<Socket>()
  server.on('clientError', (error, stream) => {
    const socket = stream as Socket
    if (refused.has(socket)) return
    refused.add(socket)
    if (socket.writable && !isReset(error)) refuseBytes(socket, toFault(error))
    else socket.destroy()
  })
  return server
}

/** Starts a server on an address. */
export async function listenOn(server: Server, hostname: string, port: number): Promise<void> {
  server.listen({ host: hostname, port, backlog: BACKLOG })
  await once(server, 'listening')
}

/** A request has exactly one Host (RFC 9112, section 3.2). Node keeps the first of several. */
function normalize(request: IncomingMessage): void {
  if ((request.headersDistinct.host?.length ?? 0) > 1) request.headers.host = ''
  if (request.method === 'OPTIONS' && request.url === '*') request.url = ANY_TARGET
}

function invalidUrl(): Error {
  return new MalformedRequest({ fault: 'The URL or the Host header is not valid.' })
}

function noProxy(): Error {
  return new MalformedRequest({ fault: 'The gateway is not a proxy, and has no method CONNECT.' })
}

function isReset(error: NodeJS.ErrnoException): boolean {
  return error.code === 'ECONNRESET'
}

function toFault({ code }: NodeJS.ErrnoException): Error {
  if (code === 'HPE_HEADER_OVERFLOW') return new HeadersTooLarge({ maxBytes: MAX_HEADER_BYTES })
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return new RequestTimedOut()
  return new MalformedRequest({ fault: 'The request is not valid HTTP/1.1.' })
}

function toError(thrown: unknown): Error {
  return thrown instanceof Error
    ? thrown
    : new Error('A value was thrown that is not an Error', { cause: thrown })
}
