import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** What a connector says of itself to whoever asks over HTTP. */
export interface Health {
  /** Whether it does its work: its last look at the leases succeeded not long ago. */
  isReady(): boolean
  /** In Prometheus' text format. */
  metrics(): Promise<string>
}

/**
 * Answers `/health/live` (the event loop turns), `/health/ready` and `/metrics` on loopback: for probes and scrapers of the
 * same task or machine. A connector takes no requests from outside.
 * @param port 0: any free one
 */
export async function serveHealth(
  health: Health,
  port: number,
): Promise<{ port: number; stop(): Promise<void> }> {
  // Probes send no body, and their headers at once.
  const timeouts = { headersTimeout: 5_000, requestTimeout: 10_000 }
  const server = createServer(timeouts, async (request, response) => {
    const answer = await answerTo(health, request.url ?? '')
    response.writeHead(answer.status, { 'content-type': 'text/plain; version=0.0.4' }).end(answer.text)
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', resolve)
  })
  // It is no reason to stay.
  server.unref()
  return {
    port: (server.address() as AddressInfo).port,
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  }
}

async function answerTo(health: Health, path: string): Promise<{ status: number; text: string }> {
  switch (path) {
    case '/health/live':
      return { status: 200, text: 'live\n' }
    case '/health/ready':
      return health.isReady() ? { status: 200, text: 'ready\n' } : { status: 503, text: 'not ready\n' }
    case '/metrics':
      return { status: 200, text: await health.metrics() }
    default:
      return { status: 404, text: 'There are /health/live, /health/ready and /metrics.\n' }
  }
}
