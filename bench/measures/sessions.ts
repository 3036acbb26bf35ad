import { setTimeout as pause } from 'node:timers/promises'
import { sql } from 'drizzle-orm'
import type { Bench, Measure, Row } from '../measure.ts'
import type { BenchProcess } from '../stage/benchProcess.ts'
import { sendTexts, writeTexts } from '../stage/load.ts'
import type { Stage } from '../stage/stage.ts'
import { until } from '../stage/until.ts'

const MB = 1024 * 1024
/** The pause after the last connection, in which the work of the log-ins ends. */
const SETTLE_MS = 3_000
const IDLE_MS = 10_000
/** Messages of a session an hour, in each direction. */
const TRAFFIC = 5
const AT_ONCE = 20

interface Held {
  openMs: number
  rss: number
  heap: number
  /** CPU time in ms a second. */
  idleCpu: number
}

/** Measures memory and idle CPU of sessions in a new connector and in raw Baileys, and memory after hours of traffic. */
export const sessions: Measure = async (bench) => {
  const { quick, sessions: most } = bench.options
  const sizes = quick ? [1] : [1, 50, 200, 1_000].filter((size) => size <= most)
  const rows: Row[] = []
  let one: { own: Held; raw: Held } | undefined
  for (const size of sizes) {
    const own = await holdSessions(bench, size)
    const raw = await holdRaw(bench, size)
    one ??= { own, raw }
    rows.push({ ...present(size, own, raw), ...(size > 1 && perSession(size, { own, raw }, one)) })
    bench.say(JSON.stringify(rows.at(-1)))
  }
  return [
    { title: 'Sessions: a new connector (MB, s; CPU in ms a second), and raw Baileys', rows },
    {
      title: 'The same connector after hours of traffic in fast motion (MB)',
      rows: await afterTraffic(bench, sizes.at(-1) ?? 1),
    },
  ]
}

function present(size: number, own: Held, raw: Held): Row {
  return {
    sessions: size,
    'open s': own.openMs / 1_000,
    RSS: own.rss,
    heap: own.heap,
    'idle CPU': own.idleCpu,
    'raw open s': raw.openMs / 1_000,
    'raw RSS': raw.rss,
    'raw heap': raw.heap,
    'raw idle CPU': raw.idleCpu,
  }
}

function perSession(size: number, many: { own: Held; raw: Held }, one: { own: Held; raw: Held }): Row {
  const own = (many.own.rss - one.own.rss) / (size - 1)
  const raw = (many.raw.rss - one.raw.rss) / (size - 1)
  const heap = (many.own.heap - one.own.heap) / (size - 1)
  return { 'RSS a session': own, 'raw RSS a session': raw, ratio: own / raw, 'heap a session': heap }
}

async function holdSessions(bench: Bench, size: number): Promise<Held> {
  const { stage } = await bench.stage(size)
  await stage.connector.stop()
  const startedAt = performance.now()
  await stage.startConnector()
  await allConnected(stage)
  return await weigh(stage.connector, performance.now() - startedAt, bench.options.quick)
}

async function holdRaw(bench: Bench, size: number): Promise<Held> {
  const floor = await bench.floor(size)
  const openMs = await floor.reopen(size)
  return await weigh(floor.process, openMs, bench.options.quick)
}

async function allConnected(stage: Stage): Promise<void> {
  const { rows } = await stage.db.execute<{ count: number }>(
    sql`select count(*)::int as count from sessions where paired_at is not null`,
  )
  const linked = rows[0]?.count ?? 0
  await until('All connected', async () => (await stage.gauge('vesper_sessions_connected')) >= linked)
}

async function weigh(process: BenchProcess, openMs: number, quick: boolean): Promise<Held> {
  await pause(quick ? 100 : SETTLE_MS)
  const before = await process.usage()
  const idleMs = quick ? 200 : IDLE_MS
  await pause(idleMs)
  const after = await process.usage()
  const { rss, heapUsed } = await process.usage(true)
  return {
    openMs,
    rss: rss / MB,
    heap: heapUsed / MB,
    idleCpu: ((after.cpuMs - before.cpuMs) / idleMs) * 1_000,
  }
}

async function afterTraffic(bench: Bench, size: number): Promise<Row[]> {
  const { stage, people } = await bench.stage(size)
  const rows: Row[] = []
  const load = { count: size * TRAFFIC, inFlight: Math.min(AT_ONCE, size) }
  for (const hours of bench.options.quick ? [0, 1] : [0, 1, 2]) {
    if (hours > 0) {
      await Promise.all([
        sendTexts(stage, people, load),
        writeTexts(stage.sandbox.facts.phonesUrl, people, load),
      ])
      await until('The storage of all messages', () => nothingIsLeft(stage))
    }
    const { rss, heapUsed } = await stage.connector.usage(true)
    rows.push({ hours, sessions: size, RSS: rss / MB, heap: heapUsed / MB })
  }
  return rows
}

async function nothingIsLeft(stage: Stage): Promise<boolean> {
  const { rows } = await stage.db.execute(sql`
    select 1 from messages where status = 'PENDING'
    union all select 1 from inbox where processed_at is null
    union all select 1 from events where published_at is null limit 1`)
  return rows.length === 0
}
