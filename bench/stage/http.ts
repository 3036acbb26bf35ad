import { Agent, request } from 'node:http'

/** Connections are kept, as any client's are that sends many requests; not as long as the server keeps them, which is 5 s. */
const agent = new Agent({ keepAlive: true, maxSockets: 256, timeout: 3_000 })

/** Calls a JSON API. Not fetch: its own cost would be in each number.
 * @throws what the network says */
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

/** The same, where nothing but success will do.
 * @throws Error with the answer, if it is not 2xx */
export async function mustCall<T>(...args: Parameters<typeof call>): Promise<T> {
  const { status, body } = await call<T>(...args)
  if (status >= 300) throw new Error(`${args[0]} ${args[1]} answered ${status}: ${JSON.stringify(body)}`)
  return body
}

/** Frees the connections, so that the process can end. */
export function closeConnections(): void {
  agent.destroy()
}
