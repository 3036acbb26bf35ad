import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** State that a connector exposes over HTTP. */
export interface Health {
  /** Returns true if the connector reached the database within the last lease time. */
  isReady(): boolean
  /** Returns the metrics in Prometheus' text format. */
  metrics(): Promise<string>
}

/**
 * Serves `/health/live` (the event loop runs), `/health/ready` and `/metrics` on loopback, for probes and scrapers on the same
 * task or machine.
 * @param port 0: any free port
 */
export async function serveHealth(
  health: Health,
  port: number,
): Promise<{ port: number; stop(): Promise<void> }> {
  // Probes send no body and send their headers immediately.
  const timeouts = { headersTimeout: 5_000, requestTimeout: 10_000 }
  const server = createServer(timeouts, async (request, response) => {
    const answer = await answerTo(health, request.url ?? '')
    response.writeHead(answer.status, { 'content-type': 'text/plain; version=0.0.4' }).end(answer.text)
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', resolve)
  })
  // The server does not keep the process alive.
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
      return { status: 404, text: 'Not found. Use /health/live, /health/ready or /metrics.\n' }
  }
}
