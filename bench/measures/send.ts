import { sql } from 'drizzle-orm'
import type { Floor } from '../floor/floor.ts'
import type { Measure, Row } from '../measure.ts'
import type { BenchProcess } from '../stage/benchProcess.ts'
import { databaseCpuMs } from '../stage/databaseCpu.ts'
import { sendTexts } from '../stage/load.ts'
import { createStrangers, type Person } from '../stage/people.ts'
import type { Stage } from '../stage/stage.ts'
import type { Counted } from '../stage/statements.ts'
import { until } from '../stage/until.ts'
import { medians, percentile } from '../statistics.ts'

/**
 * Recipients of a round. `warm`: each session writes to its customer again. `expired`: the same after more than five minutes, in which the
 * device lists of Baileys expire. `cold`: each message goes to a stranger.
 */
type Recipients = 'warm' | 'expired' | 'cold'

interface Case {
  sessions: number
  inFlight: number
  recipients: Recipients
}

/** Baileys keeps a device list for five minutes. */
const EXPIRY_MS = 6 * 60_000

/** Code that V8 has not compiled yet takes twice as long. */
const WARM_UP = 1_000
/** Statements below this number for each message are left out. */
const RARE = 0.02
const STATEMENT_CHARACTERS = 110

/**
 * Measures sends from REST through queue and connector to WhatsApp's ack, and sends of raw Baileys to the same sandbox. Each message has two
 * encrypted copies and two receipts. The CPU time includes both receipts.
 */
export const send: Measure = async (bench) => {
  const { quick, rounds, sessions: most } = bench.options
  const cases = casesUpTo(most).slice(0, quick ? 1 : undefined)
  const widest = Math.max(...cases.map(({ sessions }) => sessions))
  const { stage, people } = await bench.stage(widest)
  const floor = await bench.floor(widest)
  for (const widestCase of cases.slice(-1)) {
    const count = quick ? widest * 2 : WARM_UP
    await sendRound(stage, people, widestCase, count)
    await floorRound(stage, floor, widestCase, count)
  }
  const rows: Row[] = []
  const countedBefore = await stage.counted()
  let sent = 0
  for (const one of cases) {
    const found = []
    const count = quick ? 10 : countOf(one)
    for (let round = 0; round < rounds; round++) {
      const raw = await floorRound(stage, floor, one, count)
      found.push({ ...(await sendRound(stage, people, one, count)), ...raw })
      sent += count
    }
    rows.push(present(one, medians(found)))
    bench.say(JSON.stringify(rows.at(-1)))
  }
  return [
    { title: 'Send: request → queue → connector → ack', rows },
    { title: 'Statements for each message', rows: perMessage(countedBefore, await stage.counted(), sent) },
  ]
}

/** Returns the statements of each process and their number for each message, without rare ones. */
function perMessage(before: Counted, after: Counted, count: number): Row[] {
  return ['api', 'connector', 'jobs'].flatMap((process) =>
    Object.entries(after[process]?.statements ?? {})
      .map(([text, times]) => ({
        process,
        'a message': (times - (before[process]?.statements[text] ?? 0)) / count,
        statement: text.slice(0, STATEMENT_CHARACTERS),
      }))
      .filter((row) => row['a message'] >= RARE)
      .toSorted((a, b) => b['a message'] - a['a message']),
  )
}

/** Returns the number of messages in a round. An expired list serves one message only. */
function countOf({ sessions, inFlight, recipients }: Case): number {
  if (recipients === 'expired') return sessions
  return Math.max(200, Math.min(recipients === 'cold' ? 200 : 800, inFlight * 20))
}

function casesUpTo(most: number): Case[] {
  const widest = Math.min(most, 50)
  const warm = [
    { sessions: 1, inFlight: 1 },
    { sessions: 1, inFlight: 10 },
    { sessions: 1, inFlight: 50 },
    { sessions: 10, inFlight: 1 },
    { sessions: 10, inFlight: 10 },
    { sessions: 10, inFlight: 50 },
    { sessions: 50, inFlight: 1 },
    { sessions: 50, inFlight: 10 },
    { sessions: 50, inFlight: 50 },
    { sessions: 200, inFlight: 50 },
  ]
  return [
    ...warm
      .filter(({ sessions }) => sessions <= most)
      .map((one) => ({ ...one, recipients: 'warm' as const })),
    ...(['cold', 'expired'] as const).map((recipients) => ({
      sessions: widest,
      inFlight: widest,
      recipients,
    })),
  ]
}

type Found = Awaited<ReturnType<typeof sendRound>> & Awaited<ReturnType<typeof floorRound>>

function present({ sessions, inFlight, recipients }: Case, found: Found): Row {
  return {
    recipients,
    sessions,
    'in flight': inFlight,
    'msg/s': found.rate,
    'raw msg/s': found.rawRate,
    ratio: found.rate / found.rawRate,
    'PENDING p50': found.pending50,
    p95: found.pending95,
    p99: found.pending99,
    'SENT p50': found.sent50,
    'SENT p95': found.sent95,
    'SENT p99': found.sent99,
    'API ms': found.apiMs,
    'jobs ms': found.jobsMs,
    'connector ms': found.connectorMs,
    'raw ms': found.rawMs,
    'own ms': found.connectorMs - found.rawMs,
    'stand-ins ms': found.partsMs,
    'sandbox ms': found.sandboxMs,
    'database ms': found.databaseMs,
    'all ms': allMs(found),
    'raw all ms': found.rawMs + found.rawSandboxMs,
    'API trips': found.apiTrips,
    'connector trips': found.connectorTrips,
  }
}

/** Returns the CPU time of a message in all processes, including the stand-ins of cloud services. */
function allMs({ apiMs, jobsMs, connectorMs, partsMs, sandboxMs, databaseMs }: Found): number {
  return apiMs + jobsMs + connectorMs + partsMs + sandboxMs + databaseMs
}

/** Prepares the recipients of a round, and returns those of its messages unless each session writes to its customer. */
async function recipientsOf({ recipients }: Case, count: number, stage: Stage, sender: BenchProcess) {
  if (recipients === 'expired') await sender.ask('passTime', { ms: EXPIRY_MS })
  if (recipients !== 'cold') return {}
  return { recipients: await createStrangers(stage.sandbox.facts.phonesUrl, count) }
}

async function floorRound(stage: Stage, floor: Floor, one: Case, count: number) {
  const { sessions, inFlight } = one
  const further = await recipientsOf(one, count, stage, floor.process)
  const before = await floor.process.usage()
  const sandboxBefore = await stage.sandbox.usage()
  const ms = await floor.process.ask<number>('send', {
    use: sessions,
    customers: floor.customers,
    count,
    inFlight,
    ...further,
  })
  const after = await floor.process.usage()
  const sandboxAfter = await stage.sandbox.usage()
  return {
    rawRate: (count / ms) * 1_000,
    rawMs: (after.cpuMs - before.cpuMs) / count,
    rawSandboxMs: (sandboxAfter.cpuMs - sandboxBefore.cpuMs) / count,
  }
}

async function sendRound(stage: Stage, people: Person[], one: Case, count: number) {
  const { sessions, inFlight } = one
  const further = await recipientsOf(one, count, stage, stage.connector)
  const before = await snapshot(stage)
  const startedAt = performance.now()
  const sends = await sendTexts(stage, people.slice(0, sessions), { count, inFlight, ...further })
  await until('Acks of all messages', () => nothingIs(stage, ['PENDING']))
  const elapsedMs = performance.now() - startedAt
  await until('Read receipts of all messages', () => nothingIs(stage, ['PENDING', 'SENT', 'DELIVERED']))
  const after = await snapshot(stage)
  const sentAt = await readSentAt(stage)
  const pending = sends.map(({ answeredMs }) => answeredMs)
  const sent = sends.map(({ id, startedAt: at }) => (sentAt.get(id) ?? Number.NaN) - at)
  const each = (of: (one: typeof before) => number) => (of(after) - of(before)) / count
  return {
    rate: (count / elapsedMs) * 1_000,
    pending50: percentile(pending, 0.5),
    pending95: percentile(pending, 0.95),
    pending99: percentile(pending, 0.99),
    sent50: percentile(sent, 0.5),
    sent95: percentile(sent, 0.95),
    sent99: percentile(sent, 0.99),
    apiMs: each(({ api }) => api.cpuMs),
    jobsMs: each(({ jobs }) => jobs.cpuMs),
    connectorMs: each(({ connector }) => connector.cpuMs),
    partsMs: each(({ parts }) => parts.cpuMs),
    sandboxMs: each(({ sandbox }) => sandbox.cpuMs),
    databaseMs: each(({ databaseMs }) => databaseMs),
    apiTrips: each(({ counted }) => counted.api?.roundTrips ?? 0),
    connectorTrips: each(({ counted }) => counted.connector?.roundTrips ?? 0),
  }
}

async function snapshot(stage: Stage) {
  const [api, jobs, connector, parts, sandbox, counted, databaseMs] = await Promise.all([
    stage.api.usage(),
    stage.jobs.usage(),
    stage.connector.usage(),
    stage.parts.usage(),
    stage.sandbox.usage(),
    stage.counted(),
    databaseCpuMs(stage.db),
  ])
  return { api, jobs, connector, parts, sandbox, counted, databaseMs }
}

/** Tells whether no sent message has one of these statuses. */
async function nothingIs(stage: Stage, statuses: readonly string[]): Promise<boolean> {
  const { rows } = await stage.db.execute(
    sql`select 1 from messages where from_me and status in ${statuses} limit 1`,
  )
  return rows.length === 0
}

/** Returns the time of each message's ack (its `message.sent` event), in Unix ms. */
async function readSentAt(stage: Stage): Promise<Map<string, number>> {
  const { rows } = await stage.db.execute<{ id: string; at: string }>(
    sql`select data ->> 'id' as id, extract(epoch from occurred_at) * 1000 as at from events where type = 'message.sent'`,
  )
  return new Map(rows.map(({ id, at }) => [id, Number(at)]))
}
