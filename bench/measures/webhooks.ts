import { request, startReceiver } from '#local/customer/index.ts'
import type { Measure, Row } from '../measure.ts'
import { api } from '../stage/api.ts'
import { hammer, writeTexts } from '../stage/load.ts'
import type { Person } from '../stage/people.ts'
import type { Stage } from '../stage/stage.ts'
import { until } from '../stage/until.ts'
import { medians } from '../statistics.ts'

const AT_ONCE = 10

/**
 * Measures the events a second to 1, 10 and 20 webhooks, and the same number of bare POSTs to the receiver. An app has at most 20
 * webhooks.
 */
export const webhooks: Measure = async (bench) => {
  const { quick, rounds, sessions } = bench.options
  const { stage, people } = await bench.stage(Math.min(10, sessions))
  const rows: Row[] = []
  for (const count of quick ? [1, 2] : [1, 10, 20]) {
    const events = quick ? 5 : Math.max(10, 200 / count)
    const found = []
    for (let turn = 0; turn < rounds; turn++) found.push(await fanOut(stage, people, count, events))
    rows.push({ webhooks: count, events, ...medians(found) })
  }
  return [{ title: 'Webhook fan-out (a second), and bare POSTs to the same receiver', rows }]
}

async function fanOut(stage: Stage, people: readonly Person[], count: number, events: number) {
  const receiver = await startReceiver()
  const made: { id: string }[] = []
  try {
    for (let index = 0; index < count; index++) {
      const body = { url: `${receiver.url}/${index}`, events: ['message.received'] }
      made.push(await api(stage, 'POST', '/webhooks', body))
    }
    const before = await stage.jobs.usage()
    const startedAt = performance.now()
    await writeTexts(stage.sandbox.facts.phonesUrl, people, { count: events, inFlight: AT_ONCE })
    await until('All deliveries', async () => receiver.received.length >= events * count)
    const seconds = (performance.now() - startedAt) / 1_000
    const { cpuMs } = await stage.jobs.usage()
    const bare = await hammer({ count: events * count, inFlight: AT_ONCE }, () =>
      request('POST', receiver.url, { body: { data: {} } }).catch(() => undefined),
    )
    return {
      'events/s': events / seconds,
      'deliveries/s': (events * count) / seconds,
      'bare POSTs/s': (events * count * 1_000) / bare.elapsedMs,
      'jobs CPU ms a delivery': (cpuMs - before.cpuMs) / (events * count),
    }
  } finally {
    for (const { id } of made) await api(stage, 'DELETE', `/webhooks/${id}`)
    await receiver.stop()
  }
}
