import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'
import { eventually } from './eventually.ts'

/** What a webhook's receiver got. */
export interface Received {
  headers: IncomingHttpHeaders
  /** Names as they were sent, with their values. */
  rawHeaders: string[]
  /** The exact bytes. */
  raw: Buffer
  // biome-ignore lint/suspicious/noExplicitAny: tests look into events of every shape
  body: any
  atMs: number
}

/** A customer's server, for one test. */
export interface Receiver {
  url: string
  received: Received[]
  /** Waits until something that was received fits; answers it. */
  waitFor(fits: (received: Received) => boolean, withinMs?: number): Promise<Received>
  /** What was received of an event type. */
  of(event: string): Received[]
}

/** What a receiver answers; nothing: 200. A promise that never resolves hangs. */
export type Answer = (received: Received, response: ServerResponse) => unknown

/** Starts a receiver, and stops it behind the test.
 * @param port a certain one, for a receiver that comes back */
export async function startReceiver(answer: Answer = () => undefined, port = 0): Promise<Receiver> {
  const received: Received[] = []
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const raw = Buffer.concat(chunks)
    const { headers, rawHeaders } = request
    const one = { headers, rawHeaders, raw, body: JSON.parse(raw.toString()), atMs: Date.now() }
    received.push(one)
    await answer(one, response)
    if (!response.writableEnded) response.end('ok')
  })
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  onTestFinished(async () => {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  })
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
    received,
    waitFor: (fits, withinMs) => eventually(() => received.find(fits), withinMs),
    of: (event) => received.filter(({ body }) => body.event === event),
  }
}
