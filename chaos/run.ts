import { setTimeout as pause } from 'node:timers/promises'
import { type Receiver, startReceiver } from '#local/customer/index.ts'
import type { LocalDatabase } from '#local/database/database.ts'
import { Shutdown } from '#local/shutdown.ts'
import { check } from './check.ts'
import { collect, type Evidence } from './evidence.ts'
import { Ledger } from './ledger.ts'
import { Load } from './load.ts'
import { apiOf, type Business, settle } from './people.ts'
import { type FaultName, planFaults } from './plan.ts'
import { type Sighting, watchSockets } from './recovery.ts'
import { type Report, summarise } from './report.ts'
import { Saboteur } from './saboteur.ts'
import { openStage, type Stage } from './stage.ts'
import type { Verdict } from './verdict.ts'

/** What a run is to be. */
export interface ChaosOptions {
  seed: number
  seconds: number
  connectors: number
  sessions: number
  /** Sends, and what phones do, a second. */
  rates: { sends: number; phones: number }
  leaseSeconds: number
  /** Faults to draw from; none: all. */
  only?: readonly FaultName[]
  /** For the gateway's data. */
  folder: string
  database: LocalDatabase['environment']
  logLevel: string
}

/** What heals by itself goes on within this, with lease, visibility and sweeper. */
const STANDSTILL_MS = 40_000
/** A slow machine may have a backlog: while it becomes less, nothing is lost. */
const QUIET_WITHIN_MS = 180_000
const LOOK_EVERY_MS = 1_000
const STOP_WITHIN_MS = 40_000

/**
 * Runs a gateway under load, breaks whatever it stands on, and looks whether anything is missing in the end.
 * @param signal ends the load early; the checks are made all the same
 * @throws Error where there is nothing to look at, because the gateway did not start
 */
export async function runChaos(
  options: ChaosOptions,
  signal: AbortSignal,
  say: (line: string) => void,
): Promise<Report> {
  const shutdown = new Shutdown()
  let report: Report
  try {
    const receiver = await startReceiver()
    shutdown.add(receiver.stop)
    const environment = {
      VESPER_CONNECTORS: String(options.connectors),
      VESPER_LEASE_SECONDS: String(options.leaseSeconds),
      LOG_LEVEL: options.logLevel,
    }
    const { folder, database } = options
    const stage = await openStage({ folder, database, environment }, shutdown)
    say(`Pairing ${options.sessions} sessions …`)
    const businesses = await settle(stage, options.sessions)
    await apiOf(stage)('POST', '/webhooks', { url: receiver.url, events: ['*'] })
    report = await disturb(stage, businesses, receiver, options, signal, say)
  } catch (error) {
    await stops(shutdown)
    throw error
  }
  if (!(await stops(shutdown))) {
    const detail = `it is still at it after ${STOP_WITHIN_MS / 1000} s`
    report.losses.push({ what: 'gateway does not stop', id: '', detail })
  }
  return report
}

/** Whether all comes down in time: something that waits for an answer that never comes would hold up the end for ever. */
async function stops(shutdown: Shutdown): Promise<boolean> {
  const ended = new AbortController()
  const late = pause(STOP_WITHIN_MS, false, { signal: ended.signal }).catch(() => false)
  const isDown = await Promise.race([shutdown.run().then(() => true), late])
  ended.abort()
  return isDown
}

async function disturb(
  stage: Stage,
  businesses: readonly Business[],
  receiver: Receiver,
  options: ChaosOptions,
  signal: AbortSignal,
  say: (line: string) => void,
): Promise<Report> {
  const { seed, seconds, connectors, sessions, only, leaseSeconds } = options
  const faults = planFaults({
    seed,
    forMs: seconds * 1000,
    leaseMs: leaseSeconds * 1000,
    ...(only && { only }),
  })
  say(`${seconds} s with ${faults.length} faults …`)
  const ledger = new Ledger()
  const saboteur = new Saboteur(stage, businesses)
  const sightings: Sighting[] = []
  const ended = new AbortController()
  const watching = watchSockets(stage, businesses, sightings, ended.signal)
  // AbortSignal.any may be collected before it fires (Node 20): then the load would go on for ever.
  const load = new AbortController()
  const end = () => load.abort()
  signal.addEventListener('abort', end)
  const timer = setTimeout(end, signal.aborted ? 0 : seconds * 1000)
  await Promise.all([
    new Load(stage, businesses, ledger, seed).run(options.rates, load.signal),
    saboteur.follow(faults, load.signal),
  ])
  clearTimeout(timer)
  await saboteur.heal()
  say('All is healed; waiting until it is quiet …')
  const quietFrom = performance.now()
  const { evidence, verdict } = await untilQuiet(
    () => collect(stage, businesses, receiver),
    (found) => check(ledger, found, saboteur.incidents),
  )
  const quietSeconds = (performance.now() - quietFrom) / 1000
  ended.abort()
  await watching
  const outcome = { ledger, evidence, incidents: saboteur.incidents, sightings, verdict }
  return { seed, seconds, connectors, sessions, quietSeconds, ...summarise(outcome) }
}

/** Looks until nothing is missing and no queue holds anything, or nothing has moved for too long. */
async function untilQuiet(
  look: () => Promise<Evidence>,
  judge: (evidence: Evidence) => Verdict,
): Promise<{ evidence: Evidence; verdict: Verdict }> {
  const end = Date.now() + QUIET_WITHIN_MS
  let best = { left: Number.POSITIVE_INFINITY, at: Date.now() }
  for (; ; await pause(LOOK_EVERY_MS)) {
    const evidence = await look()
    const verdict = judge(evidence)
    const left = verdict.losses.length + evidence.queued
    if (left < best.left) best = { left, at: Date.now() }
    if (left === 0 || Date.now() > Math.min(end, best.at + STANDSTILL_MS)) return { evidence, verdict }
  }
}
