import { createServer, type RequestListener } from 'node:http'
import { type AddressInfo, createServer as createTcpServer, type Server, type Socket } from 'node:net'
import { onTestFinished } from 'vitest'
import { type GuardedOptions, type GuardedResponse, guardedRequest, type RequestRefused } from './index.ts'

/** A running server of one test. */
export interface TestServer {
  port: number
  url: string
  /** Number of accepted connections. */
  connections: number
}

export function serveHttp(handle: RequestListener, host = '127.0.0.1', port = 0): Promise<TestServer> {
  return listen(createServer(handle), host, port)
}

/** Starts a TCP server without HTTP. */
export function serveTcp(handle: (socket: Socket) => void): Promise<TestServer> {
  return listen(createTcpServer(handle), '127.0.0.1', 0)
}

export async function listen(server: Server, host: string, port: number): Promise<TestServer> {
  const sockets = new Set<Socket>()
  const running = { port: 0, url: '', connections: 0 }
  server.on('connection', (socket: Socket) => {
    running.connections++
    sockets.add(socket.on('error', () => sockets.delete(socket)))
  })
  await new Promise<void>((resolve) => server.listen(port, host, resolve))
  onTestFinished(async () => {
    for (const socket of sockets) socket.destroy()
    await new Promise((resolve) => server.close(resolve))
  })
  running.port = (server.address() as AddressInfo).port
  running.url = `http://${host}:${running.port}`
  return running
}

/** Returns options for one machine, with short time-outs for tests. */
export function localOptions(options: Partial<GuardedOptions> = {}): GuardedOptions {
  return {
    policy: { allowHttp: true, allowPrivate: true },
    connectTimeoutMs: 1_000,
    totalTimeoutMs: 5_000,
    maxBytes: 1_000_000,
    redirects: 'refuse',
    ...options,
  }
}

export function request(url: string, options: Partial<GuardedOptions> = {}): Promise<GuardedResponse> {
  return guardedRequest(url, localOptions(options))
}

/** Returns the refusal of a request or of its body. */
export async function refusalOf(url: string, options: Partial<GuardedOptions> = {}): Promise<RequestRefused> {
  try {
    const response = await request(url, options)
    await response.text(Number.POSITIVE_INFINITY)
  } catch (error) {
    return error as RequestRefused
  }
  throw new Error('The request was not refused')
}
