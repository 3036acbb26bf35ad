const WAIT_MS = 15_000
const LOOK_EVERY_MS = 50

/** Calls a JSON API. Answers its `data`, or the whole body where there is none.
 * @throws Error with the answer, if it is not 2xx */
export async function call<T>(
  method: string,
  url: string,
  options: { body?: unknown; headers?: Record<string, string> } = {},
): Promise<T> {
  const response = await fetch(url, {
    method,
    headers: { 'content-type': 'application/json', ...options.headers },
    ...(options.body !== undefined && { body: JSON.stringify(options.body) }),
  })
  const text = await response.text()
  if (!response.ok) throw new Error(`${method} ${url} answered ${response.status}: ${text}`)
  const body = JSON.parse(text)
  return body.data ?? body
}

/** Looks until there is something.
 * @param what for the error, if there never is */
export async function until<T>(what: string, look: () => Promise<T | null | undefined | false>): Promise<T> {
  for (const end = Date.now() + WAIT_MS; Date.now() < end; ) {
    const found = await look()
    if (found) return found
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS))
  }
  throw new Error(`${what}: not within ${WAIT_MS / 1000} s`)
}
