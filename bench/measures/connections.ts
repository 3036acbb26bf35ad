import { Agent, get } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'
import type { Measure, Row } from '../measure.ts'
import { percentile } from '../statistics.ts'

const CONNECTIONS = 5_000
const SECONDS = 15
/** Connections that open at once, and connections that open one after the other in a millisecond each. */
const OPENINGS = { 'all at once': 0, 'one a ms': 1 }

interface Load {
  url: string
  headers: Record<string, string>
  connections: number
  forMs: number
  /** The time between the openings of two connections, in ms. */
  everyMs: number
}

/** Counts answers, refusals and resets while each of many keep-alive connections repeats a request. */
export const connections: Measure = async ({ options, stage: open }) => {
  const { stage } = await open(1)
  const { baseUrl, apiKey } = stage.api.facts
  const size = options.quick
    ? { connections: 20, forMs: 200 }
    : { connections: CONNECTIONS, forMs: SECONDS * 1_000 }
  const rows: Row[] = []
  for (const path of ['/health', '/api/v1/sessions'])
    for (const [opened, everyMs] of Object.entries(OPENINGS)) {
      const load = { url: `${baseUrl}${path}`, headers: { 'x-api-key': apiKey }, everyMs, ...size }
      rows.push({ path, opened, ...(await hold(load)) })
    }
  return [
    { title: `${size.connections} keep-alive connections, each with one request after the other`, rows },
  ]
}

async function hold({ url, headers, connections: count, forMs, everyMs }: Load) {
  const agent = new Agent({ keepAlive: true, maxSockets: count, maxFreeSockets: count })
  const found = { answers: 0, refused: 0, resets: 0 }
  const times: number[] = []
  const end = performance.now() + forMs
  const repeat = async (index: number) => {
    await pause(index * everyMs)
    while (performance.now() < end) {
      const start = performance.now()
      const status = await new Promise<number>((resolve) => {
        const sent = get(url, { agent, headers }, (response) => {
          response.resume().once('end', () => resolve(response.statusCode ?? 0))
        })
        sent.once('error', () => resolve(0))
      })
      times.push(performance.now() - start)
      if (status === 0) found.resets += 1
      else if (status === 200) found.answers += 1
      else found.refused += 1
    }
  }
  await Promise.all(Array.from({ length: count }, (_, index) => repeat(index)))
  agent.destroy()
  return { ...found, p50: percentile(times, 0.5), p99: percentile(times, 0.99) }
}
