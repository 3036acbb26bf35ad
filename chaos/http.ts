/** An answer of one of the APIs that a run calls. */
export interface Answer<T> {
  status: number
  body: T
}

/** Calls a JSON API.
 * @throws what the network says, or the signal */
export async function request<T>(
  method: string,
  url: string,
  options: { body?: unknown; headers?: Record<string, string>; signal?: AbortSignal } = {},
): Promise<Answer<T>> {
  const response = await fetch(url, {
    method,
    headers: {
      ...(options.body !== undefined && { 'content-type': 'application/json' }),
      ...options.headers,
    },
    ...(options.body !== undefined && { body: JSON.stringify(options.body) }),
    ...(options.signal && { signal: options.signal }),
  })
  return { status: response.status, body: (await response.json()) as T }
}

/** The same, where nothing but success will do. Answers `data`, or the whole body where there is none.
 * @throws Error with the answer, if it is not 2xx */
export async function mustRequest<T>(...call: Parameters<typeof request>): Promise<T> {
  const { status, body } = await request<{ data?: T }>(...call)
  if (status >= 300) throw new Error(`${call[0]} ${call[1]} answered ${status}: ${JSON.stringify(body)}`)
  return body.data ?? (body as T)
}
