import { VesperError } from './errors.ts'
import { type Page, PagePromise } from './page.ts'
import { pauseBefore, sleep } from './retries.ts'

export interface TransportOptions {
  /** Address of the gateway, without a path; by default the address of `npm start`. */
  baseUrl?: string
  /** Longest time of one attempt in ms, until the answer has been read; 30,000 by default. */
  timeoutMs?: number
  /** Further attempts after a failure that may pass; 2 by default. */
  maxRetries?: number
  /** Headers of each request. */
  headers?: Record<string, string>
  /** Replaces the `fetch` of the runtime. */
  fetch?: typeof globalThis.fetch
}

export interface RequestOptions {
  timeoutMs?: number
  maxRetries?: number
  /** Ends the call, also between attempts. */
  signal?: AbortSignal
  /** Key of a POST. By default each call has a new key, which its attempts share. */
  idempotencyKey?: string
}

export interface Request {
  method: string
  path: string
  /** Values that are undefined are left out. An array becomes a list with commas. */
  query?: object
  /** A string is sent as CSV, and everything else as JSON. */
  body?: unknown
}

interface Envelope {
  success?: boolean
  data?: unknown
  error?: { code: string; message: string; requestId?: string; details?: VesperError['details'] }
}

/** Sends requests, repeats those whose failure may pass, and opens the envelope of the answer. */
export class Transport {
  readonly #options: Required<TransportOptions>

  constructor(options: TransportOptions) {
    const { baseUrl = 'http://127.0.0.1:3000', timeoutMs = 30_000, maxRetries = 2, headers = {} } = options
    // A bare `fetch` of the window refuses another `this`.
    const { fetch = (input, init) => globalThis.fetch(input, init) } = options
    this.#options = { baseUrl: baseUrl.replace(/\/+$/, ''), timeoutMs, maxRetries, headers, fetch }
  }

  /** Returns `data` of the answer. */
  async call<T>(request: Request, options: RequestOptions): Promise<T> {
    return (await this.#send(request, options)).data as T
  }

  /** Returns `data` and `pagination` of the answer. */
  async page<T>(request: Request, options: RequestOptions): Promise<Page<T>> {
    const { data, pagination } = (await this.#send(request, options)) as Envelope & Page<T>
    return { data, pagination }
  }

  list<T>(request: Request, options: RequestOptions): PagePromise<T> {
    return new PagePromise((cursor) => {
      const query = cursor === undefined ? request.query : { ...request.query, cursor }
      return this.page({ ...request, ...(query && { query }) }, options)
    })
  }

  /** Uploads a file to the URL of a slot. The URL carries its own permission, and no key is sent there. */
  async upload(
    slot: { url: string; method: string; headers: Record<string, string> },
    file: Blob,
    options: RequestOptions,
  ): Promise<void> {
    await this.#repeat(options, async (signal) => {
      const response = await this.#options.fetch(slot.url, {
        method: slot.method,
        headers: slot.headers,
        body: file,
        signal,
      })
      const text = await response.text()
      if (response.ok) return
      throw new VesperError({
        code: response.status >= 500 ? 'SERVICE_UNAVAILABLE' : 'INVALID_ANSWER',
        status: response.status,
        message: `The upload was refused with status ${response.status}: ${text.slice(0, 300)}`,
      })
    })
  }

  async #send(request: Request, options: RequestOptions): Promise<Envelope> {
    const headers: Record<string, string> = { accept: 'application/json', ...this.#options.headers }
    // All attempts of a call share the key, so that the gateway runs the call once.
    if (request.method === 'POST') headers['idempotency-key'] = options.idempotencyKey ?? crypto.randomUUID()
    const { body } = request
    if (body !== undefined)
      headers['content-type'] = typeof body === 'string' ? 'text/csv' : 'application/json'
    const init = {
      method: request.method,
      headers,
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    }
    const url = this.#options.baseUrl + request.path + queryOf(request.query)
    return this.#repeat(options, async (signal) => {
      const response = await this.#options.fetch(url, { ...init, signal })
      return readEnvelope(response, await response.text())
    })
  }

  /** Runs attempts until one succeeds, fails for good, or is the last one. */
  async #repeat<T>(options: RequestOptions, attempt: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const { timeoutMs = this.#options.timeoutMs, maxRetries = this.#options.maxRetries } = options
    for (let failures = 0; ; failures += 1) {
      options.signal?.throwIfAborted()
      const timeout = AbortSignal.timeout(timeoutMs)
      try {
        return await attempt(options.signal ? AbortSignal.any([options.signal, timeout]) : timeout)
      } catch (thrown) {
        options.signal?.throwIfAborted()
        const error = errorOf(thrown, timeout, timeoutMs)
        const pauseMs = failures < maxRetries ? pauseBefore(error, failures) : undefined
        if (pauseMs === undefined) throw error
        await sleep(pauseMs, options.signal)
      }
    }
  }
}

function queryOf(query: object = {}): string {
  const values = Object.entries(query).filter(([, value]) => value !== undefined)
  if (values.length === 0) return ''
  return `?${new URLSearchParams(values.map(([name, value]) => [name, String(value)] as [string, string]))}`
}

function readEnvelope(response: Response, text: string): Envelope {
  const { status } = response
  const requestId = response.headers.get('x-request-id') ?? undefined
  const seconds = Number(response.headers.get('retry-after') ?? Number.NaN)
  const retryAfterMs = Number.isFinite(seconds) ? seconds * 1_000 : undefined
  const envelope = parse(text)
  if (response.ok && envelope?.success === true) return envelope
  if (envelope?.error) throw new VesperError({ requestId, ...envelope.error, status, retryAfterMs })
  throw new VesperError({
    code: 'INVALID_ANSWER',
    status,
    requestId,
    retryAfterMs,
    message: `The answer with status ${status} is not the gateway's: check the base URL and the proxies. It begins with: ${text.slice(0, 200)}`,
  })
}

function parse(text: string): Envelope | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? value : undefined
  } catch {
    return undefined
  }
}

function errorOf(thrown: unknown, timeout: AbortSignal, timeoutMs: number): VesperError {
  if (thrown instanceof VesperError) return thrown
  if (timeout.aborted) {
    const message = `No answer arrived within ${timeoutMs} ms.`
    return new VesperError({ code: 'CLIENT_TIMEOUT', message, cause: thrown })
  }
  // Node's `fetch` names the fault of the connection in the cause.
  const fault = thrown instanceof Error && thrown.cause instanceof Error ? thrown.cause : thrown
  const message = `The gateway gave no answer: ${fault instanceof Error ? fault.message : fault}`
  return new VesperError({ code: 'CONNECTION_FAILED', message, cause: thrown })
}
