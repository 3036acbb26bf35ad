import type { Floor } from '../floor/floor.ts'
import type { Measure, Row } from '../measure.ts'
import { api } from '../stage/api.ts'
import { type ArrivalReceiver, startArrivalReceiver } from '../stage/arrivalReceiver.ts'
import { writeTexts } from '../stage/load.ts'
import type { Person } from '../stage/people.ts'
import type { Stage } from '../stage/stage.ts'
import { until } from '../stage/until.ts'
import { medians, percentile } from '../statistics.ts'

const WARM_UP = 2
const ONE_BY_ONE = 100
const AT_ONCE = 300

/** Measures the time from a phone's send to the customer's server, and to the event of raw Baileys. */
export const receive: Measure = async (bench) => {
  const { quick, rounds, sessions } = bench.options
  const use = Math.min(50, sessions)
  const { stage, people } = await bench.stage(use)
  const floor = await bench.floor(use)
  const receiver = await startArrivalReceiver()
  const { id } = await api<{ id: string }>(stage, 'POST', '/webhooks', {
    url: receiver.url,
    events: ['message.received'],
  })
  const rows: Row[] = []
  try {
    // The first message of each pair establishes their Signal session.
    await flood(stage, people, receiver, use * WARM_UP)
    await floorRound(stage, floor, { count: use * WARM_UP, inFlight: 1 })
    const found = []
    for (let turn = 0; turn < rounds; turn++) {
      const count = quick ? 10 : ONE_BY_ONE
      const most = quick ? 10 : AT_ONCE
      const raw = await floorRound(stage, floor, { count, inFlight: 1 })
      const { 'raw ms': rawMs } = await floorRound(stage, floor, { count: most, inFlight: 10 })
      const own = await oneByOne(stage, people, receiver, count)
      const all = await flood(stage, people, receiver, most)
      found.push({
        ...own,
        ...raw,
        ...all,
        'raw ms': rawMs,
        'connector / raw': rawMs > 0 ? all['connector ms'] / rawMs : 0,
      })
    }
    rows.push({ sessions: use, ...medians(found) })
  } finally {
    await api(stage, 'DELETE', `/webhooks/${id}`)
    await receiver.stop()
  }
  return [
    { title: 'Receive: phone → webhook, sequential (ms) and in parallel, and phone → raw Baileys', rows },
  ]
}

/** Writes each message after the previous one has arrived, so that no other message delays it. */
async function oneByOne(
  stage: Stage,
  people: readonly Person[],
  { arrivedAt }: ArrivalReceiver,
  count: number,
): Promise<{ p50: number; p95: number }> {
  const times: number[] = []
  for (let index = 0; index < count; index++) {
    const person = people.slice(index % people.length, (index % people.length) + 1)
    const [written] = await writeTexts(stage.sandbox.facts.phonesUrl, person, { count: 1, inFlight: 1 })
    const { id = '', startedAt = Number.NaN } = written ?? {}
    const at = await until('A webhook', async () => arrivedAt.get(id) ?? null, { everyMs: 1 })
    times.push(at - startedAt)
  }
  return { p50: percentile(times, 0.5), p95: percentile(times, 0.95) }
}

/** Writes messages as fast as the phones can. */
async function flood(stage: Stage, people: readonly Person[], { arrivedAt }: ArrivalReceiver, count: number) {
  const [connector, jobs] = [await stage.connector.usage(), await stage.jobs.usage()]
  const startedAt = performance.now()
  const load = { count, inFlight: 10 }
  const written = await writeTexts(stage.sandbox.facts.phonesUrl, people, load)
  await until('All webhooks', async () => written.every(({ id }) => arrivedAt.has(id)))
  const elapsedMs = performance.now() - startedAt
  return {
    'webhooks/s': (count / elapsedMs) * 1_000,
    'connector ms': ((await stage.connector.usage()).cpuMs - connector.cpuMs) / count,
    'jobs ms': ((await stage.jobs.usage()).cpuMs - jobs.cpuMs) / count,
  }
}

async function floorRound(stage: Stage, floor: Floor, load: { count: number; inFlight: number }) {
  const pairs = floor.phones.map((phone, index) => ({ phone, customer: floor.customers[index] ?? '' }))
  const before = await floor.process.usage()
  const written = await writeTexts(stage.sandbox.facts.phonesUrl, pairs, load)
  let received: Record<string, number> = {}
  await until('All messages', async () => {
    received = await floor.process.ask('received')
    return written.every(({ id }) => id in received)
  })
  const times = written.map(({ id, startedAt }) => (received[id] ?? Number.NaN) - startedAt)
  return {
    'raw p50': percentile(times, 0.5),
    'raw p95': percentile(times, 0.95),
    'raw ms': ((await floor.process.usage()).cpuMs - before.cpuMs) / load.count,
  }
}
