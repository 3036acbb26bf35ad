import type { Floor } from '../floor/floor.ts'
import type { Measure, Row } from '../measure.ts'
import { api } from '../stage/api.ts'
import { writeTexts } from '../stage/load.ts'
import type { Person } from '../stage/people.ts'
import { type Receiver, startReceiver } from '../stage/receiver.ts'
import type { Stage } from '../stage/stage.ts'
import { until } from '../stage/until.ts'
import { medians, percentile } from '../statistics.ts'

/** From a phone's send to the customer's server, beside when raw Baileys tells its application. */
export const receive: Measure = async (bench) => {
  const { quick, rounds, sessions } = bench.options
  const use = Math.min(50, sessions)
  const { stage, people } = await bench.stage(use)
  const floor = await bench.floor(use)
  const receiver = await startReceiver()
  const { id } = await api<{ id: string }>(stage, 'POST', '/webhooks', {
    url: receiver.url,
    events: ['message.received'],
  })
  const rows: Row[] = []
  try {
    for (const inFlight of quick ? [1] : [1, 10]) {
      const count = quick ? 10 : 200
      // The first message of each pair sets their session up.
      await round(stage, people, receiver, { count: use * 2, inFlight })
      await floorRound(stage, floor, { count: use * 2, inFlight })
      const found = []
      for (let turn = 0; turn < rounds; turn++) {
        const raw = await floorRound(stage, floor, { count, inFlight })
        found.push({ ...(await round(stage, people, receiver, { count, inFlight })), ...raw })
      }
      rows.push({ sessions: use, 'in flight': inFlight, ...medians(found) })
    }
  } finally {
    await api(stage, 'DELETE', `/webhooks/${id}`)
    await receiver.stop()
  }
  return [{ title: 'Receive: phone → webhook (ms; rate a second), and phone → raw Baileys', rows }]
}

async function round(
  stage: Stage,
  people: readonly Person[],
  { arrivedAt }: Receiver,
  load: { count: number; inFlight: number },
) {
  const [connector, jobs] = [await stage.connector.usage(), await stage.jobs.usage()]
  const startedAt = performance.now()
  const written = await writeTexts(stage.sandbox.facts.phonesUrl, people, load)
  await until('All webhooks', async () => written.every(({ id }) => arrivedAt.has(id)))
  const elapsedMs = performance.now() - startedAt
  const times = written.map(({ id, startedAt: at }) => (arrivedAt.get(id) ?? Number.NaN) - at)
  return {
    p50: percentile(times, 0.5),
    p95: percentile(times, 0.95),
    rate: (load.count / elapsedMs) * 1_000,
    'connector ms': ((await stage.connector.usage()).cpuMs - connector.cpuMs) / load.count,
    'jobs ms': ((await stage.jobs.usage()).cpuMs - jobs.cpuMs) / load.count,
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
