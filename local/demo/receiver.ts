import { createHmac, timingSafeEqual } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A customer's server, as the public docs describe one: it checks the signature over the raw body. */
export interface DemoReceiver {
  url: string
  /** Events whose signature was right. */
  events: { event: string; data: { content?: { text?: string } } }[]
  stop(): void
}

export async function startReceiver(secret: string): Promise<DemoReceiver> {
  const events: DemoReceiver['events'] = []
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const raw = Buffer.concat(chunks)
    const isSigned = verify(raw, String(request.headers['x-vesper-signature']), secret)
    if (isSigned) events.push(JSON.parse(raw.toString()))
    response.writeHead(isSigned ? 200 : 401).end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return { url: `http://127.0.0.1:${port}/vesper/webhook`, events, stop: () => server.close() }
}

function verify(raw: Buffer, signature: string, secret: string): boolean {
  const expected = Buffer.from(`sha256=${createHmac('sha256', secret).update(raw).digest('hex')}`)
  const given = Buffer.from(signature)
  return given.length === expected.length && timingSafeEqual(given, expected)
}
