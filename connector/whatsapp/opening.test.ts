import { once } from 'node:events'
import { createServer, type IncomingMessage } from 'node:http'
import { type AddressInfo, createServer as createTcpServer, type Server, type Socket } from 'node:net'
import { initAuthCreds, makeWASocket } from '@whiskeysockets/baileys'
import pino from 'pino'
import { startSandbox } from 'vesper-sandbox'
import { afterEach, describe, expect, it } from 'vitest'
import WebSocket, { WebSocketServer } from 'ws'
import { type OpeningLimits, watchOpening } from './opening.ts'

/** Far above the time that any step takes. */
const NEVER_MS = 3_600_000
const SOON_MS = 200
/** The time after which `ws` itself gives up the closing handshake. */
const WS_CLOSE_MS = 30_000

const cleanups: (() => unknown)[] = []
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup()
})

async function listen(server: Server): Promise<string> {
  const sockets = new Set<Socket>()
  server.on('connection', (socket: Socket) => {
    sockets.add(socket)
    socket.on('error', () => undefined)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  cleanups.push(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  return `ws://127.0.0.1:${(server.address() as AddressInfo).port}/ws/chat`
}

/** Opens a socket without Baileys' own time limits. Resolves with the error that closes the socket. */
async function endOf(url: string, limits: Partial<OpeningLimits>): Promise<string | undefined> {
  const sock = makeWASocket({
    auth: { creds: initAuthCreds(), keys: { get: async () => ({}), set: async () => undefined } },
    logger: pino({ level: 'silent' }),
    waWebSocketUrl: url,
    connectTimeoutMs: 0,
  })
  watchOpening(sock, { answerMs: NEVER_MS, openMs: NEVER_MS, closeMs: SOON_MS, ...limits })
  return await new Promise((resolve) => {
    sock.ev.on('connection.update', ({ connection, lastDisconnect }) => {
      if (connection === 'close') resolve(lastDisconnect?.error?.message)
    })
  })
}

/** Answers the upgrade, and then calls `then` with the connection. */
async function upgrading(then: (socket: Socket) => void): Promise<string> {
  const sockets = new WebSocketServer({ noServer: true })
  const server = createServer().on('upgrade', (request: IncomingMessage, socket: Socket, head) =>
    sockets.handleUpgrade(request, socket, head, () => then(socket)),
  )
  return await listen(server)
}

/** Writes one byte of a text at a time, and never the last one. */
function drip(socket: Socket, text: Buffer): void {
  let at = 0
  const timer = setInterval(() => at < text.length - 1 && socket.write(text.subarray(at, ++at)), 20)
  socket.on('close', () => clearInterval(timer))
  cleanups.push(() => clearInterval(timer))
}

describe('a socket without an answer is closed', () => {
  const unanswered = 'The server did not answer in time'

  it('by a server that accepts the connection and is silent', async () => {
    expect(await endOf(await listen(createTcpServer()), { answerMs: SOON_MS })).toBe(unanswered)
  })

  it('by a server that answers the upgrade byte by byte', async () => {
    const url = await listen(
      createTcpServer((socket) =>
        drip(socket, Buffer.from(`HTTP/1.1 101 Switching Protocols\r\nx: ${'x'.repeat(9_999)}`)),
      ),
    )
    expect(await endOf(url, { answerMs: SOON_MS })).toBe(unanswered)
  })

  it('by a server that answers the upgrade and is silent', async () => {
    expect(await endOf(await upgrading(() => undefined), { answerMs: SOON_MS })).toBe(unanswered)
  })

  it('by a server that answers the hello byte by byte', async () => {
    // A binary frame of 60 kB, of which some bytes arrive.
    const url = await upgrading((socket) =>
      drip(socket, Buffer.concat([Buffer.of(0x82, 126, 0xea, 0x60), Buffer.alloc(60_000)])),
    )
    expect(await endOf(url, { answerMs: SOON_MS })).toBe(unanswered)
  })
})

it('closes a socket whose server answers the hello and then stops', async () => {
  const sandbox = await startSandbox({ port: 0 })
  cleanups.push(() => sandbox.close())
  const relay = new WebSocketServer({ port: 0, host: '127.0.0.1' })
  cleanups.push(() => relay.close())
  let answered = 0
  relay.on('connection', (client) => {
    const server = new WebSocket(sandbox.socketUrl)
    const opened = once(server, 'open')
    client.on('message', (data) => void opened.then(() => server.send(data)))
    server.on('message', (data) => {
      answered += 1
      if (answered === 1) client.send(data)
    })
    client.on('close', () => server.terminate())
  })
  const url = `ws://127.0.0.1:${(relay.address() as AddressInfo).port}/ws/chat`
  const end = endOf(url, { openMs: 2_000 })
  await expect.poll(() => answered).toBeGreaterThan(0)
  expect(await end).toBe('The connection did not open in time')
})

it('does not wait for a peer that ignores the close', async () => {
  const url = await upgrading((socket) => {
    socket.removeAllListeners('data')
    socket.resume()
  })
  const start = performance.now()
  await endOf(url, { answerMs: SOON_MS, closeMs: SOON_MS })
  expect(performance.now() - start).toBeLessThan(WS_CLOSE_MS)
})
