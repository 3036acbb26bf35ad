import { sql } from 'drizzle-orm'
import type { Measure, Row } from '../measure.ts'
import { api } from '../stage/api.ts'
import { type ArrivalReceiver, startArrivalReceiver } from '../stage/arrivalReceiver.ts'
import { databaseCpuMs } from '../stage/databaseCpu.ts'
import { sendTexts } from '../stage/load.ts'
import type { Person } from '../stage/people.ts'
import type { Stage } from '../stage/stage.ts'
import { until } from '../stage/until.ts'
import { medians } from '../statistics.ts'

const EVENTS = ['message.sent', 'message.delivered', 'message.read']
const WARM_UP = 100
/** The polls of the database count as its CPU time, so that they are rare. */
const SELDOM = { everyMs: 250 }

interface Load {
  count: number
  inFlight: number
}

/**
 * Measures the CPU time that a webhook of three events (sent, delivered, read) adds to a message, in PostgreSQL and in all
 * processes. The floor is the CPU time of raw Baileys for the same message.
 */
export const webhookCost: Measure = async (bench) => {
  const { quick, rounds, sessions } = bench.options
  const use = Math.min(50, sessions)
  const { stage, people } = await bench.stage(use)
  const floor = await bench.floor(use)
  const rows: Row[] = []
  await withWebhook(stage, (receiver) =>
    round(stage, people, { count: quick ? 2 : WARM_UP, inFlight: 10 }, receiver),
  )
  for (const inFlight of quick ? [1] : [1, 10, 50]) {
    const load = { count: quick ? 5 : Math.max(100, inFlight * 10), inFlight }
    const found = []
    for (let turn = 0; turn < rounds; turn++) {
      const before = await floor.process.usage()
      await floor.process.ask('send', { use, customers: floor.customers, ...load })
      const rawMs = ((await floor.process.usage()).cpuMs - before.cpuMs) / load.count
      const without = await round(stage, people, load)
      const withOne = await withWebhook(stage, (receiver) => round(stage, people, load, receiver))
      found.push({ rawMs, ...compare(without, withOne, rawMs) })
    }
    rows.push({ sessions: use, 'in flight': inFlight, ...medians(found) })
  }
  return [
    {
      title:
        'PostgreSQL CPU of a message with a webhook of its three events, and without; the floor is raw Baileys',
      rows,
    },
  ]
}

type Cost = Awaited<ReturnType<typeof round>>

function compare(without: Cost, withOne: Cost, rawMs: number) {
  const all = withOne.allMs - without.allMs
  const database = withOne.databaseMs - without.databaseMs
  return {
    'database ms without': without.databaseMs,
    with: withOne.databaseMs,
    'with / without': ratio(withOne.databaseMs, without.databaseMs),
    'webhook / raw': ratio(database, rawMs),
    'all processes: webhook ms': all,
    'all / raw': ratio(all, rawMs),
    'messages/s': withOne.rate,
  }
}

/** Returns 0 for a run that is shorter than the tick of the CPU clock. */
function ratio(part: number, whole: number): number {
  return whole > 0 ? part / whole : 0
}

/** Sends texts, and waits until each is READ and, with a receiver, until its three events have arrived and are recorded. */
async function round(stage: Stage, people: readonly Person[], load: Load, receiver?: ArrivalReceiver) {
  const [database, parts] = [await databaseCpuMs(stage.db), await partsMs(stage)]
  const [since, startedAt] = [await databaseTime(stage), performance.now()]
  const arrivedBefore = receiver?.received.length ?? 0
  await sendTexts(stage, people, load)
  await until('All messages are READ', async () => (await countUnread(stage, since)) === 0, SELDOM)
  if (receiver) {
    const all = load.count * EVENTS.length
    await until('All webhooks', async () => receiver.received.length - arrivedBefore >= all)
    await until('All deliveries', async () => (await countOpen(stage, since)) === 0, SELDOM)
  }
  const seconds = (performance.now() - startedAt) / 1_000
  const databaseMs = ((await databaseCpuMs(stage.db)) - database) / load.count
  const otherMs = ((await partsMs(stage)) - parts) / load.count
  return { databaseMs, allMs: databaseMs + otherMs, rate: load.count / seconds }
}

/** Returns the CPU time of the gateway's processes, including the stand-ins of cloud services, in ms. */
async function partsMs(stage: Stage): Promise<number> {
  const { api: rest, jobs, connector, parts } = stage
  const usages = await Promise.all([rest, jobs, connector, parts].map((process) => process.usage()))
  return usages.reduce((sum, { cpuMs }) => sum + cpuMs, 0)
}

async function withWebhook<T>(stage: Stage, work: (receiver: ArrivalReceiver) => Promise<T>): Promise<T> {
  const receiver = await startArrivalReceiver()
  const { id } = await api<{ id: string }>(stage, 'POST', '/webhooks', { url: receiver.url, events: EVENTS })
  try {
    return await work(receiver)
  } finally {
    await api(stage, 'DELETE', `/webhooks/${id}`)
    await receiver.stop()
  }
}

/** Returns the time of the database as text. Messages of other measures are older, and stay unread. */
async function databaseTime({ db }: Stage): Promise<string> {
  const { rows } = await db.execute<{ now: string }>(sql`select now()::text as now`)
  return rows[0]?.now ?? ''
}

async function countUnread({ db }: Stage, since: string): Promise<number> {
  const { rows } = await db.execute<{ n: number }>(
    sql`select count(*)::int as n from messages where from_me and status <> 'READ' and created_at >= ${since}::timestamptz`,
  )
  return rows[0]?.n ?? 0
}

async function countOpen({ db }: Stage, since: string): Promise<number> {
  const { rows } = await db.execute<{ n: number }>(
    sql`select count(*)::int as n from deliveries where state in ('waiting', 'pending') and created_at >= ${since}::timestamptz`,
  )
  return rows[0]?.n ?? 0
}
