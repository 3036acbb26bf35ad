import { Agent, request } from 'node:http'

/** Connections are kept alive, as in any client that sends many requests. The client's time-out is below the server's 5 s. */
const agent = new Agent({ keepAlive: true, maxSockets: 256, timeout: 3_000 })

/**
 * Calls a JSON API with node:http, because the CPU time of fetch would affect each number.
 * @throws the network error
 */
export function call<T>(
  method: string,
  url: string,
  options: { body?: unknown; headers?: Record<string, string> } = {},
): Promise<{ status: number; body: T }> {
  const text = options.body === undefined ? undefined : JSON.stringify(options.body)
  const headers = {
    ...(text !== undefined && {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(text),
    }),
    ...options.headers,
  }
  return new Promise((resolve, reject) => {
    const sent = request(url, { method, agent, headers }, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.once('error', reject)
      response.once('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          body: JSON.parse(Buffer.concat(chunks).toString() || '{}'),
        }),
      )
    })
    sent.once('error', reject)
    sent.end(text)
  })
}

/**
 * Calls a JSON API and expects success.
 * @throws Error with the response if its status is not 2xx
 */
export async function mustCall<T>(...args: Parameters<typeof call>): Promise<T> {
  const { status, body } = await call<T>(...args)
  if (status >= 300) throw new Error(`${args[0]} ${args[1]} answered ${status}: ${JSON.stringify(body)}`)
  return body
}

/** Closes the connections, so that the process can end. */
export function closeConnections(): void {
  agent.destroy()
}
