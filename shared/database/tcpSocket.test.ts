import { once } from 'node:events'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { expect, it, onTestFinished } from 'vitest'
import { TcpSocket } from './tcpSocket.ts'

/** Starts a server, and returns a connection to the server from both sides. */
async function connection() {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const accepted = once(server, 'connection') as Promise<[Socket]>
  const socket = new TcpSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`)
  const opened = new Promise<void>((resolve) => socket.addEventListener('open', () => resolve()))
  const [[peer]] = await Promise.all([accepted, opened])
  onTestFinished(() => {
    peer.destroy()
    server.close()
  })
  return { socket, peer }
}

const text = (...parts: string[]) => parts.map((part) => new TextEncoder().encode(part))

it('sends the writes of one turn together, although the caller reuses its buffer', async () => {
  const { socket, peer } = await connection()
  const [first = new Uint8Array(), second = new Uint8Array()] = text('parse ', 'bind')
  socket.send(first)
  socket.send(second)
  first.fill(0)
  const [data] = await once(peer, 'data')
  expect(String(data)).toBe('parse bind')
})

it('reports received bytes, and the end of the server', async () => {
  const { socket, peer } = await connection()
  const received = new Promise((resolve) => socket.addEventListener('message', resolve))
  const closed = new Promise<void>((resolve) => socket.addEventListener('close', () => resolve()))
  peer.end('ready')
  const { data } = (await received) as { data: Buffer }
  expect(data.toString()).toBe('ready')
  await closed
})

it('closes after the last write, and does not wait for a server that keeps its side open', async () => {
  const { socket, peer } = await connection()
  peer.pause()
  const closed = new Promise<void>((resolve) => socket.addEventListener('close', () => resolve()))
  for (const part of text('terminate')) socket.send(part)
  socket.close()
  await closed
  peer.resume()
  const [data] = await once(peer, 'data')
  expect(String(data)).toBe('terminate')
})

it('reports a refused connection with its code, and then the end', async () => {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  const socket = new TcpSocket(`ws://127.0.0.1:${port}`)
  const events: unknown[] = []
  socket.addEventListener('error', (error) => events.push((error as NodeJS.ErrnoException).code))
  await new Promise<void>((resolve) => socket.addEventListener('close', () => resolve()))
  expect(events).toEqual(['ECONNREFUSED'])
})
