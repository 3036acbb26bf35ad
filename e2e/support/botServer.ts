import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import sharp from 'sharp'
import { onTestFinished } from 'vitest'

/** A request from a flow. */
export interface FlowRequest {
  method: string
  path: string
  headers: Record<string, string | string[] | undefined>
  body: string
}

/** The response to a path: a status and JSON. An unresolved promise leaves the request open. */
export type CannedAnswers = Record<string, (request: FlowRequest) => unknown>

/** Starts a customer's server for a flow, with a picture at `/picture.png`. The test's end stops it. */
export async function startBotServer(answers: CannedAnswers = {}) {
  const requests: FlowRequest[] = []
  const picture = await sharp({ create: { width: 8, height: 8, channels: 3, background: 'red' } })
    .png()
    .toBuffer()
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const path = request.url ?? ''
    if (path === '/picture.png') return response.setHeader('content-type', 'image/png').end(picture)
    const { method = '', headers } = request
    const one = { method, path, headers, body: Buffer.concat(chunks).toString() }
    requests.push(one)
    const answer = (await answers[path]?.(one)) as { status?: number; body?: unknown } | undefined
    response.statusCode = answer?.status ?? (answer ? 200 : 404)
    response.end(JSON.stringify(answer?.body ?? {}))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(async () => {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  })
  return { origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, requests }
}
