import { request as callApi } from '#local/customer/index.ts'
import type { Measure, Row } from '../measure.ts'
import { hammer } from '../stage/load.ts'
import { fillMessages } from '../stage/messages.ts'
import type { Stage } from '../stage/stage.ts'
import { medians, percentile } from '../statistics.ts'

const IN_FLIGHT = 10

/** Measures reads and rejected requests of the API, and a server in the same process that sends a fixed answer. */
export const apiAlone: Measure = async (bench) => {
  const { quick, rounds } = bench.options
  const { stage, people } = await bench.stage(1)
  const session = people[0]?.session ?? ''
  const messages = quick ? 1_000 : 1_000_000
  await fillMessages(stage.db, { session, from: 0, to: messages })
  const { baseUrl, floorUrl, apiKey } = stage.api.facts
  const headers = { 'x-api-key': apiKey }
  const cases = [
    { what: 'floor: a fixed answer', url: floorUrl, headers, status: 200 },
    {
      what: `GET /messages of ${messages}`,
      url: `${baseUrl}/api/v1/messages/${session}`,
      headers,
      status: 200,
    },
    {
      what: 'GET /messages of one chat',
      url: `${baseUrl}/api/v1/messages/${session}?jid=905550000007`,
      headers,
      status: 200,
    },
    { what: 'GET /sessions/:id', url: `${baseUrl}/api/v1/sessions/${session}`, headers, status: 200 },
    {
      what: 'a wrong key (401)',
      url: `${baseUrl}/api/v1/sessions`,
      headers: { 'x-api-key': 'vsp_wrong' },
      status: 401,
    },
  ]
  const rows: Row[] = []
  for (const { what, ...request } of cases) {
    const count = quick ? 20 : 1_000
    await measure(stage, request, count)
    const found = []
    for (let turn = 0; turn < rounds; turn++) found.push(await measure(stage, request, count))
    rows.push({ what, ...medians(found) })
  }
  return [
    { title: `API alone, ${IN_FLIGHT} requests in parallel (ms; CPU and statements for each request)`, rows },
  ]
}

async function measure(
  stage: Stage,
  request: { url: string; headers: Record<string, string>; status: number },
  count: number,
) {
  const [before, countedBefore] = [await stage.api.usage(), await stage.counted()]
  const { times, elapsedMs } = await hammer({ count, inFlight: IN_FLIGHT }, async () => {
    const { status } = await callApi('GET', request.url, { headers: request.headers })
    if (status !== request.status) throw new Error(`${request.url} answered ${status}`)
  })
  const [after, countedAfter] = [await stage.api.usage(), await stage.counted()]
  return {
    'requests/s': (count / elapsedMs) * 1_000,
    p50: percentile(times, 0.5),
    p99: percentile(times, 0.99),
    'CPU ms': (after.cpuMs - before.cpuMs) / count,
    'round trips': ((countedAfter.api?.roundTrips ?? 0) - (countedBefore.api?.roundTrips ?? 0)) / count,
  }
}
