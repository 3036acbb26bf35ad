import { setTimeout as pause } from 'node:timers/promises'
import { sql } from 'drizzle-orm'
import type { Measure, Row } from '../measure.ts'
import { api } from '../stage/api.ts'
import { sendTexts } from '../stage/load.ts'
import { fillMessages, fillReceipts } from '../stage/messages.ts'
import type { Person } from '../stage/people.ts'
import type { Stage } from '../stage/stage.ts'
import { percentile } from '../statistics.ts'

/** The interval between texts of the account's other sessions, in ms. */
const SEND_EVERY_MS = 100
/** The interval of EventBridge's calls of the sweeper, in ms. */
const SWEEP_EVERY_MS = 60_000
/** Rows of one statement of the seed. The database limits the time of a statement. */
const FILLED_AT_ONCE = 25_000

/**
 * Measures how long the rows of a deleted session stay, and how a deletion delays the sends of the account's other sessions. The
 * deletion follows directly after a call of the sweeper, so that the rows wait for a whole interval.
 */
export const deletion: Measure = async (bench) => {
  const { quick, rows: size = 1_000_000 } = bench.options
  const messages = quick ? 2_000 : size
  const receipts = messages / 2
  const { stage, people } = await bench.stage(1)
  const doomed = (await api<{ id: string }>(stage, 'POST', '/sessions', { name: 'bench delete' })).id
  bench.say(`writing ${messages} messages and ${receipts} receipts`)
  await fill(stage, doomed, messages, receipts)

  const baselineEnd = performance.now() + (quick ? 500 : 30_000)
  const before = await sendUntil(stage, people, () => performance.now() >= baselineEnd)
  const deletedAt = performance.now()
  await api(stage, 'DELETE', `/sessions/${doomed}`)
  const answeredMs = performance.now() - deletedAt
  let goneAfterMs: number | undefined
  const gone = sweepUntilGone(stage, doomed, quick ? 100 : SWEEP_EVERY_MS).then(() => {
    goneAfterMs = performance.now() - deletedAt
  })
  const meanwhile = await sendUntil(stage, people, () => goneAfterMs !== undefined)
  await gone
  const rows: Row[] = [
    { sends: 'before', ...present(before) },
    { sends: 'during the deletion', ...present(meanwhile) },
  ]
  const facts = {
    messages,
    receipts,
    'DELETE ms': answeredMs,
    'rows gone after s': (goneAfterMs ?? 0) / 1_000,
  }
  return [
    { title: 'Sends of the other sessions, ms until PENDING', rows },
    { title: 'Deletion of a session', rows: [facts] },
  ]
}

async function fill(stage: Stage, session: string, messages: number, receipts: number): Promise<void> {
  for (let from = 0; from < messages; from += FILLED_AT_ONCE)
    await fillMessages(stage.db, {
      session,
      from,
      to: Math.min(from + FILLED_AT_ONCE, messages),
      analyze: false,
    })
  for (let from = 0; from < receipts; from += FILLED_AT_ONCE)
    await fillReceipts(stage.db, { session, from, to: Math.min(from + FILLED_AT_ONCE, receipts) })
  await stage.db.execute('analyze messages, message_recipients')
}

/**
 * Sends texts at a fixed interval, and at least one.
 * @returns the latencies in ms
 */
async function sendUntil(stage: Stage, people: readonly Person[], isOver: () => boolean): Promise<number[]> {
  const times: number[] = []
  do {
    const begun = performance.now()
    const [sent] = await sendTexts(stage, people, { count: 1, inFlight: 1 })
    times.push(sent?.answeredMs ?? Number.NaN)
    await pause(Math.max(0, SEND_EVERY_MS - (performance.now() - begun)))
  } while (!isOver())
  return times
}

/** Calls the sweeper at the interval of EventBridge until the session has no rows. */
async function sweepUntilGone(stage: Stage, session: string, everyMs: number): Promise<void> {
  for (;;) {
    await pause(everyMs)
    const next = performance.now() + everyMs
    const sweeping = stage.jobs.ask('sweep')
    while (performance.now() < next) {
      if (await isGone(stage, session)) return void (await sweeping)
      await pause(Math.min(everyMs, 500))
    }
    await sweeping
  }
}

async function isGone(stage: Stage, session: string): Promise<boolean> {
  const { rows } = await stage.db.execute(sql`
    (select 1 from sessions where id = ${session} limit 1)
    union all (select 1 from messages where session_id = ${session} limit 1)
    union all (select 1 from message_recipients where session_id = ${session} limit 1)`)
  return rows.length === 0
}

function present(times: readonly number[]): Row {
  return {
    count: times.length,
    p50: percentile(times, 0.5),
    p95: percentile(times, 0.95),
    p99: percentile(times, 0.99),
    longest: Math.max(...times),
  }
}
