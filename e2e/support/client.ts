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
  return async (method, path, body, headers = {}) => {
    const response = await fetch(`${origin}${path}`, {
      method,
      headers: { ...(body !== undefined && { 'content-type': 'application/json' }), ...always, ...headers },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    })
    const text = await response.text()
    return { status: response.status, headers: response.headers, body: parse(text) }
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
