import { Agent, type IncomingMessage, request as open } from 'node:http'

/** Keeps connections open between requests, for less than the 5 s for which the stand-ins keep them. */
const agent = new Agent({ keepAlive: true, maxSockets: 512, timeout: 3_000 })

export interface RequestOptions {
  /** A string is sent as it is. All else is sent as JSON. */
  body?: unknown
  headers?: Record<string, string>
  signal?: AbortSignal
}

/** An answer of a JSON API. */
export interface Answer<T> {
  status: number
  readonly headers: Headers
  /** The parsed JSON, or the text if the answer is not JSON. */
  body: T
}

/**
 * Calls a JSON API over HTTP. Uses `node:http`, because the CPU time of fetch would distort the measurements
 * of `bench/`.
 * @throws Error of the network or of the signal
 */
export async function request<T>(
  method: string,
  url: string,
  { body, headers, signal }: RequestOptions = {},
): Promise<Answer<T>> {
  const text = body === undefined || typeof body === 'string' ? body : JSON.stringify(body)
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    const sent = open(
      url,
      { method, agent, headers: { ...bodyHeaders(text), ...headers }, ...(signal && { signal }) },
      resolve,
    )
    sent.once('error', reject)
    sent.end(text)
  })
  const chunks: Buffer[] = []
  for await (const chunk of response as AsyncIterable<Buffer>) chunks.push(chunk)
  return {
    status: response.statusCode ?? 0,
    get headers() {
      return toHeaders(response)
    },
    body: parse(Buffer.concat(chunks).toString()) as T,
  }
}

/**
 * Calls a JSON API and accepts only success.
 * @returns the `data` of the answer, or the whole body if there is no `data`
 * @throws Error with the answer if the status is 300 or higher
 */
export async function mustRequest<T>(method: string, url: string, options?: RequestOptions): Promise<T> {
  const { status, body } = await request<{ data?: T }>(method, url, options)
  if (status >= 300) throw new Error(`${method} ${url} answered ${status}: ${JSON.stringify(body)}`)
  return body.data ?? (body as T)
}

/** Frees the connections, so that the process can end. */
export function closeConnections(): void {
  agent.destroy()
}

function bodyHeaders(text: string | undefined): Record<string, string | number> {
  if (text === undefined) return {}
  return { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) }
}

function toHeaders({ rawHeaders }: IncomingMessage): Headers {
  const headers = new Headers()
  for (let index = 0; index < rawHeaders.length; index += 2)
    headers.append(rawHeaders[index] ?? '', rawHeaders[index + 1] ?? '')
  return headers
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
