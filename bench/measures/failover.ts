import type { Measure, Row } from '../measure.ts'
import type { Stage } from '../stage/stage.ts'
import { until } from '../stage/until.ts'
import { medians } from '../statistics.ts'

/** Seconds from a connector's end until the next one has all sessions connected, beside raw Baileys from start to all open. */
export const failover: Measure = async (bench) => {
  const { quick, rounds, sessions } = bench.options
  const rows: Row[] = []
  for (const count of quick ? [1] : [10, 50, 200].filter((each) => each <= sessions)) {
    const { stage } = await bench.stage(count)
    const floor = await bench.floor(count)
    const found: Record<string, number>[] = []
    for (let turn = 0; turn < rounds; turn++) {
      found.push({
        'SIGTERM s': await replace(stage, 'SIGTERM'),
        // It waits for the lease of the dead.
        ...(!quick && { 'kill -9 s': await replace(stage, 'SIGKILL') }),
        'raw start s': (await floor.reopen(count)) / 1_000,
      })
    }
    rows.push({ sessions: count, ...medians(found) })
  }
  return [{ title: 'Failover: from the end of a connector to all sessions connected', rows }]
}

async function replace(stage: Stage, signal: 'SIGTERM' | 'SIGKILL'): Promise<number> {
  const connected = await stage.gauge('vesper_sessions_connected')
  const startedAt = performance.now()
  await stage.connector.stop(signal)
  await stage.startConnector()
  await until('All connected', async () => (await stage.gauge('vesper_sessions_connected')) >= connected)
  return (performance.now() - startedAt) / 1_000
}
