import { request } from '#local/customer/index.ts'

/** An answer of the REST API or of the sandbox, as a test reads it. */
export interface Answer {
  status: number
  headers: Headers
  // Tests look into answers of every shape; what is not there fails the expectation.
  // biome-ignore lint/suspicious/noExplicitAny: see above
  body: any
}

export type Call = (
  method: string,
  path: string,
  body?: unknown,
  headers?: Record<string, string>,
) => Promise<Answer>

/** Calls one origin, with these headers on each request. */
export function caller(origin: string, always: Record<string, string> = {}): Call {
  return (method, path, body, headers = {}) =>
    request(method, `${origin}${path}`, { body, headers: { ...always, ...headers } })
}
