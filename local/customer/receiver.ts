import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { EventName, WebhookBody } from '#shared/contracts/events.ts'

/** A call of a webhook, as the receiver received it. The receiver trusts the gateway that the body fits its type. */
export interface Delivery<Type extends EventName = EventName> {
  headers: IncomingHttpHeaders
  /** Header names as they were sent, with their values. */
  rawHeaders: string[]
  /** The exact bytes of the body. */
  raw: Buffer
  body: WebhookBody<Type>
  /** Arrival of the request's head, in Unix ms. */
  atMs: number
}

/** The server of a customer that subscribed to webhooks. */
export interface Receiver {
  /** The address to subscribe with. */
  url: string
  /** All deliveries, in the order of their arrival. */
  received: Delivery[]
  /** Returns the deliveries of one event type. */
  of<Type extends EventName>(event: Type): Delivery<Type>[]
  stop(): Promise<void>
}

export interface ReceiverOptions {
  /**
   * Answers a delivery. A promise that never resolves leaves the gateway without an answer. The default
   * answers 200.
   */
  answer?: (delivery: Delivery, response: ServerResponse) => unknown
  /** Port; 0, the default, selects a free port. */
  port?: number
  /** Path; default `/hook`. */
  path?: string
}

/** Starts a webhook receiver on loopback. */
export async function startReceiver({
  answer,
  port = 0,
  path = '/hook',
}: ReceiverOptions = {}): Promise<Receiver> {
  const received: Delivery[] = []
  const server = createServer(async (request, response) => {
    const atMs = Date.now()
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const raw = Buffer.concat(chunks)
    const { headers, rawHeaders } = request
    const body = parse(raw)
    if (body === undefined) return response.writeHead(400).end('The body is not JSON')
    const delivery = { headers, rawHeaders, raw, body, atMs }
    received.push(delivery)
    await answer?.(delivery, response)
    if (!response.writableEnded) response.end('ok')
  })
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`,
    received,
    of: (event) => received.filter(isOf(event)),
    async stop() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/** Returns the condition that a delivery has an event of a type. */
function isOf<Type extends EventName>(event: Type) {
  return (delivery: Delivery): delivery is Delivery & Delivery<Type> => delivery.body.event === event
}

function parse(raw: Buffer): Delivery['body'] | undefined {
  try {
    return JSON.parse(raw.toString())
  } catch {
    return undefined
  }
}
