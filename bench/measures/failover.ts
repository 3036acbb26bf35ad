import type { Measure } from '../measure.ts'
import type { Stage } from '../stage/stage.ts'
import { until } from '../stage/until.ts'
import { medians } from '../statistics.ts'

/**
 * Measures the seconds from the end of a connector until its successor has connected all sessions, and the start of raw Baileys.
 */
export const failover: Measure = async (bench) => {
  const { quick, rounds, sessions } = bench.options
  const { stage } = await bench.stage(sessions)
  const floor = await bench.floor(sessions)
  const connected = await stage.gauge('vesper_sessions_connected')
  const found: Record<string, number>[] = []
  for (let turn = 0; turn < rounds; turn++) {
    found.push({
      'SIGTERM s': await replace(stage, 'SIGTERM', connected),
      // The successor waits for the lease of the killed connector.
      ...(!quick && { 'kill -9 s': await replace(stage, 'SIGKILL', connected) }),
      'raw start s': (await floor.reopen(sessions)) / 1_000,
    })
  }
  const rows = [{ sessions: connected, ...medians(found) }]
  return [{ title: 'Failover: from the end of a connector to all sessions connected', rows }]
}

async function replace(stage: Stage, signal: 'SIGTERM' | 'SIGKILL', connected: number): Promise<number> {
  const startedAt = performance.now()
  await stage.connector.stop(signal)
  await stage.startConnector()
  await until('All connected', async () => (await stage.gauge('vesper_sessions_connected')) >= connected)
  return (performance.now() - startedAt) / 1_000
}
