import { once } from 'node:events'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Webhook } from 'standardwebhooks'
import { call } from './gateway.ts'

/** An event as the gateway posts it. docs/webhooks.md lists the fields of `data`. */
export interface Event<Data> {
  id: string
  event: string
  session: string
  data: Data
}

/** Data of `message.received`, as far as the examples read it. */
export interface Received {
  id: string
  from: string
  type: string
  content: { text: string }
  pushName?: string
}

/**
 * Starts an HTTP server, registers the server as a webhook, and passes each verified event to `handle` once.
 * Ctrl-C removes the webhook and stops the server.
 * The gateway posts to VESPER_WEBHOOK_URL, or to the server's loopback address if that variable is not set.
 * PORT is the port of the server; the default is any free port.
 */
export async function receive<Data>(
  events: string[],
  handle: (event: Event<Data>) => Promise<void>,
): Promise<void> {
  const seen = new Set<string>()
  let secret = ''
  const server = createServer(async (request, response) => {
    const body = await read(request)
    const event = verify<Event<Data>>(secret, body, request)
    // The gateway repeats a delivery without a 2xx answer. A repeated delivery has the same id.
    const isNew = event && !seen.has(event.id)
    if (isNew) seen.add(event.id)
    try {
      if (isNew) await handle(event)
      response.writeHead(event ? 200 : 401).end()
    } catch (error) {
      // The gateway repeats the delivery after an answer of 500.
      if (event) seen.delete(event.id)
      console.error(error)
      response.writeHead(500).end()
    }
  })
  await once(server.listen(Number(process.env.PORT ?? 0), '127.0.0.1'), 'listening')
  const url = process.env.VESPER_WEBHOOK_URL ?? `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const webhook = await call<{ id: string; secret: string }>('POST', '/webhooks', { url, events })
  secret = webhook.secret
  console.log(`Webhook ${webhook.id} posts to ${url}. Ctrl-C removes the webhook.`)

  await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')])
  await call('DELETE', `/webhooks/${webhook.id}`)
  server.close()
  server.closeAllConnections()
}

/** Returns the event, or nothing if the signature is wrong or older than five minutes. */
function verify<Body>(secret: string, body: string, { headers }: IncomingMessage): Body | undefined {
  try {
    return new Webhook(secret).verify(body, headers as Record<string, string>) as Body
  } catch {
    return undefined
  }
}

/** Reads the exact bytes of a request: the signature covers these bytes. */
async function read(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk)
  return Buffer.concat(chunks).toString()
}
