import type { Measure } from '../measure.ts'
import { addConnector } from '../stage/fleet.ts'
import type { Stage } from '../stage/stage.ts'
import { until } from '../stage/until.ts'
import { medians } from '../statistics.ts'

const CONNECTED = 'vesper_sessions_connected'

/**
 * Measures the seconds from a signal to a connector until all sessions are connected again, and the start of raw Baileys with the same
 * sessions. The successor starts with the signal, as ECS replaces a task. With a second connector, each connector has half of the partitions.
 */
export const failover: Measure = async (bench) => {
  const { quick, rounds, sessions } = bench.options
  const { stage } = await bench.stage(sessions)
  const floor = await bench.floor(sessions)
  const connected = await stage.gauge(CONNECTED)
  const found: Record<string, number>[] = []
  for (let turn = 0; turn < rounds; turn++) {
    const { seconds, exit } = await replace(stage, 'SIGTERM', connected)
    found.push({
      'SIGTERM s': seconds,
      'process ended s': exit,
      // The successor waits for the lease of the killed connector.
      ...(!quick && {
        'kill -9 s': (await replace(stage, 'SIGKILL', connected)).seconds,
        'kill -9 beside a second s': await killOne(stage, connected),
      }),
      'raw start s': (await floor.reopen(sessions)) / 1_000,
    })
  }
  const rows = [{ sessions: connected, ...medians(found) }]
  return [{ title: 'Failover: from the signal to a connector to all sessions connected', rows }]
}

/** Ends the connector and starts its successor at the same time. */
async function replace(stage: Stage, signal: 'SIGTERM' | 'SIGKILL', connected: number) {
  const since = stopwatch()
  const ended = stage.connector.stop(signal).then(since)
  await stage.startConnector()
  await allConnected(stage, connected)
  const seconds = since()
  return { seconds, exit: await ended }
}

/** Kills one of two connectors, which share the sessions. */
async function killOne(stage: Stage, connected: number): Promise<number> {
  const first = await addConnector(stage)
  const since = stopwatch()
  await first.stop('SIGKILL')
  await allConnected(stage, connected)
  return since()
}

const allConnected = (stage: Stage, connected: number) =>
  until('All connected', async () => (await stage.gauge(CONNECTED)) >= connected)

/** Returns a function that returns the seconds since this call. */
function stopwatch(): () => number {
  const startedAt = performance.now()
  return () => (performance.now() - startedAt) / 1_000
}
