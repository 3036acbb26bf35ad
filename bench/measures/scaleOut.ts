import { sql } from 'drizzle-orm'
import type { Measure, Row } from '../measure.ts'
import type { BenchProcess } from '../stage/benchProcess.ts'
import { addConnector, allConnected } from '../stage/fleet.ts'
import { sendTexts } from '../stage/load.ts'
import type { Person } from '../stage/people.ts'
import type { Stage } from '../stage/stage.ts'
import { until } from '../stage/until.ts'
import { medians } from '../statistics.ts'

const IN_FLIGHT = 50
const COUNT = 800

/**
 * Measures sends by one connector and by two connectors, and by raw Baileys in one process. `cores` is the CPU time of all processes a
 * second: near the number of cores, the machine bounds the rate.
 */
export const scaleOut: Measure = async (bench) => {
  const { quick, rounds, sessions } = bench.options
  const use = Math.min(50, sessions)
  const { stage, people } = await bench.stage(use)
  const floor = await bench.floor(use)
  const load = { count: quick ? 10 : COUNT, inFlight: IN_FLIGHT }
  const raw = async () => {
    const ms = await floor.process.ask<number>('send', { use, customers: floor.customers, ...load })
    return (load.count / ms) * 1_000
  }
  const measure = async (connectors: readonly BenchProcess[]) => {
    // New processes run code that V8 has not compiled.
    await round(stage, people, connectors, load)
    const found = []
    for (let turn = 0; turn < rounds; turn++)
      found.push({ 'raw msg/s': await raw(), ...(await round(stage, people, connectors, load)) })
    return medians(found)
  }
  const one = await measure([stage.connector])
  const title = 'Sends by one connector and by two'
  // The fleet moves one partition at a time, which takes half a minute.
  if (quick) return [{ title, rows: [{ connectors: 1, ...one }] }]
  const first = await addConnector(stage)
  const two = await measure([first, stage.connector])
  await first.stop()
  await allConnected(stage, use)
  const rows: Row[] = [
    { connectors: 1, ...one },
    { connectors: 2, ...two, 'two / one': perRaw(two) / perRaw(one) },
  ]
  return [{ title, rows }]
}

/** Returns the rate by the rate of raw Baileys of the same time, because other work may share the machine. */
const perRaw = (found: Record<string, number>) => (found['msg/s'] ?? 0) / (found['raw msg/s'] ?? 1)

async function round(
  stage: Stage,
  people: readonly Person[],
  connectors: readonly BenchProcess[],
  load: { count: number; inFlight: number },
) {
  const others = [stage.api, stage.jobs, stage.parts, stage.sandbox]
  const [own, further] = [await cpuMs(connectors), await cpuMs(others)]
  const startedAt = performance.now()
  await sendTexts(stage, people, load)
  await until('Acks of all messages', async () => {
    const { rows } = await stage.db.execute(sql`select 1 from messages where status = 'PENDING' limit 1`)
    return rows.length === 0
  })
  const elapsedMs = performance.now() - startedAt
  const connectorMs = (await cpuMs(connectors)) - own
  return {
    'msg/s': (load.count / elapsedMs) * 1_000,
    'connector ms': connectorMs / load.count,
    'cores without PostgreSQL': (connectorMs + (await cpuMs(others)) - further) / elapsedMs,
  }
}

async function cpuMs(processes: readonly BenchProcess[]): Promise<number> {
  const usages = await Promise.all(processes.map((one) => one.usage()))
  return usages.reduce((sum, { cpuMs: ms }) => sum + ms, 0)
}
