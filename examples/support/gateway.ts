import { readFileSync } from 'node:fs'
import path from 'node:path'

/** The address and the API key of the gateway. */
interface Access {
  baseUrl: string
  apiKey: string
}

interface Session {
  id: string
  phone: string
  status: string
}

const { baseUrl, apiKey } = readAccess()

/**
 * Calls the REST API.
 * @param path a path below /api/v1
 * @param body a value that becomes JSON, or text that is sent as CSV
 * @returns the field `data` of the answer
 * @throws Error with the code and the message that the gateway answers
 */
export async function call<Data>(method: string, path: string, body?: unknown): Promise<Data> {
  return (await request<{ data: Data }>(method, path, body)).data
}

/** Reads all pages of a list. */
export async function* readList<Item>(path: string): AsyncGenerator<Item> {
  let cursor: string | null = ''
  while (cursor !== null) {
    const page: Page<Item> = await request('GET', `${path}?limit=100${cursor && `&cursor=${cursor}`}`)
    yield* page.data
    cursor = page.pagination.nextCursor
  }
}

interface Page<Item> {
  data: Item[]
  pagination: { nextCursor: string | null }
}

async function request<Answer>(method: string, path: string, body?: unknown): Promise<Answer> {
  const isCsv = typeof body === 'string'
  const response = await fetch(`${baseUrl}/api/v1${path}`, {
    method,
    headers: { 'x-api-key': apiKey, 'content-type': isCsv ? 'text/csv' : 'application/json' },
    ...(body !== undefined && { body: isCsv ? body : JSON.stringify(body) }),
  })
  if (response.ok) return (await response.json()) as Answer
  const { error } = (await response.json()) as { error: { code: string; message: string } }
  throw new Error(`${method} ${path}: ${error.code}. ${error.message}`)
}

/** Finds the session that VESPER_SESSION names, or the first connected session. */
export async function findSession(): Promise<Session> {
  const wanted = process.env.VESPER_SESSION
  for await (const session of readList<Session>('/sessions'))
    if (wanted ? session.id === wanted : session.status === 'connected') return session
  throw new Error('No session is connected. Pair a phone first: see examples/README.md.')
}

/** Calls `look` twice a second until it returns a value. */
export async function waitFor<Value>(look: () => Promise<Value | undefined>): Promise<Value> {
  for (;;) {
    const value = await look()
    if (value !== undefined) return value
    await new Promise((resolve) => setTimeout(resolve, 500))
  }
}

/** Reads VESPER_BASE_URL and VESPER_API_KEY, or the file that `npm start` writes. */
function readAccess(): Access {
  const { VESPER_BASE_URL, VESPER_API_KEY, VESPER_DATA_DIR = '.vesper' } = process.env
  if (VESPER_BASE_URL && VESPER_API_KEY) return { baseUrl: VESPER_BASE_URL, apiKey: VESPER_API_KEY }
  const file = path.join(VESPER_DATA_DIR, 'local.json')
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch (cause) {
    const message = `${file} is missing. Run npm start, or set VESPER_BASE_URL and VESPER_API_KEY.`
    throw new Error(message, { cause })
  }
}
