import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** An event as the webhook's receiver knows it. */
export interface ArrivedEvent {
  id: string
  event: string
  /** ISO 8601: when it happened. */
  timestamp: string
  session: string
  data: { id?: string; from?: string; reason?: string }
  /** How often it came. */
  times: number
}

/** The customer's server of a run. It answers everything with 200. */
export interface Receiver {
  url: string
  /** In the order of their first arrival. */
  events(): ArrivedEvent[]
  stop(): Promise<void>
}

export async function startReceiver(): Promise<Receiver> {
  const byId = new Map<string, ArrivedEvent>()
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const event = JSON.parse(Buffer.concat(chunks).toString()) as ArrivedEvent
    const known = byId.get(event.id)
    if (known) known.times += 1
    else byId.set(event.id, { ...event, times: 1 })
    response.end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    events: () => [...byId.values()],
    async stop() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
