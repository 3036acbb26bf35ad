import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** The customer's server: it notes when what came, and answers at once. */
export interface Receiver {
  url: string
  /** How many calls came. */
  readonly calls: number
  /** When the first event came that is about a message, Unix ms, by the message's id. */
  arrivedAt: Map<string, number>
  stop(): Promise<void>
}

export async function startReceiver(): Promise<Receiver> {
  const arrivedAt = new Map<string, number>()
  let calls = 0
  const server = createServer((request, response) => {
    const at = Date.now()
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.once('end', () => {
      calls += 1
      const { data } = JSON.parse(Buffer.concat(chunks).toString()) as { data: { id?: string } }
      if (data.id !== undefined && !arrivedAt.has(data.id)) arrivedAt.set(data.id, at)
      response.end()
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    get calls() {
      return calls
    },
    arrivedAt,
    async stop() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
