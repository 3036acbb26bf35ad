import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Client, type Log, Receiver, type State } from '@upstash/qstash'
import { expect, onTestFinished, vi } from 'vitest'
import { TestClock } from '../clock.fixture.ts'
import { type LocalQStash, startQStash } from './index.ts'

const WAIT = { timeout: 60_000, interval: 5 }

export interface Call {
  method: string
  path: string
  headers: IncomingHttpHeaders
  body: Buffer
  response: ServerResponse
}

export interface Destination {
  url: string
  calls: Call[]
  /** The calls to a path. */
  to(path: string): Call[]
}

/** Starts a server that answers 200, or with `answer`, and records its calls. */
export async function startDestination(
  answer: (call: Call) => void = (call) => call.response.end('ok'),
): Promise<Destination> {
  const calls: Call[] = []
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    const { method = '', url = '', headers } = request
    const call = { method, path: url, headers, body: Buffer.concat(chunks), response }
    calls.push(call)
    answer(call)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(async () => {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  })
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return { url, calls, to: (wanted) => calls.filter((call) => call.path === wanted) }
}

/** Returns an answer with this status for each call. */
export function answering(status: number, headers: Record<string, string> = {}): (call: Call) => void {
  return ({ response }) => response.writeHead(status, headers).end(`answer ${status}`)
}

/** Returns a path for a state file, in a folder that is deleted after the test. */
export async function stateFile(): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'qstash-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  return path.join(folder, 'deeper', 'qstash.jsonl')
}

export interface Stage {
  qstash: LocalQStash
  client: Client
  receiver: Receiver
  clock: TestClock
  file: string
}

/** Starts the stand-in and the real SDK. The stand-in and the SDK end with the test. */
export async function startStage(options: { file?: string; clock?: TestClock } = {}): Promise<Stage> {
  const { file = await stateFile(), clock = new TestClock() } = options
  const qstash = await startQStash({ stateFile: file, clock })
  onTestFinished(() => qstash.stop())
  const { environment } = qstash
  const client = new Client({
    baseUrl: environment.QSTASH_URL,
    token: environment.QSTASH_TOKEN,
    retry: false,
    enableTelemetry: false,
  })
  const receiver = new Receiver({
    currentSigningKey: environment.QSTASH_CURRENT_SIGNING_KEY,
    nextSigningKey: environment.QSTASH_NEXT_SIGNING_KEY,
  })
  return { qstash, client, receiver, clock, file }
}

/** Waits until the list has that length. */
export async function untilThere<T>(list: () => T[], count: number): Promise<T[]> {
  await vi.waitFor(() => expect(list().length).toBeGreaterThanOrEqual(count), WAIT)
  return list()
}

/** Waits until that number of messages has reached a state. A test may move the clock only afterwards. */
export async function untilLogged(client: Client, state: State, count = 1): Promise<Log[]> {
  return await vi.waitFor(async () => {
    const logs = (await client.logs()).logs.filter((log) => log.state === state)
    expect(logs.length).toBeGreaterThanOrEqual(count)
    return logs
  }, WAIT)
}
