import { setTimeout as pause } from 'node:timers/promises'
import { type Receiver, startReceiver } from '#local/customer/index.ts'
import type { LocalDatabase } from '#local/database/index.ts'
import { Shutdown } from '#local/process/index.ts'
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

/** The settings of a run. */
export interface ChaosOptions {
  seed: number
  seconds: number
  connectors: number
  sessions: number
  /** Sends, and actions of phones, a second. */
  rates: { sends: number; phones: number }
  leaseSeconds: number
  /** Faults to draw from; unset, all. */
  only?: readonly FaultName[]
  /** The folder for the gateway's data. */
  folder: string
  database: LocalDatabase['environment']
  logLevel: string
}

/** The gateway recovers within this time, by its leases, visibility time-outs and the sweeper. */
const STANDSTILL_MS = 40_000
/** A slow machine may have a backlog. Nothing is lost while the backlog shrinks. */
const QUIET_WITHIN_MS = 180_000
const LOOK_EVERY_MS = 1_000
const STOP_WITHIN_MS = 40_000

/**
 * Runs a gateway under load, injects faults into everything it depends on, and checks for missing messages at the end.
 * @param signal ends the load early; the checks are still made
 * @throws Error if the gateway did not start
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
    const detail = `the gateway still runs after ${STOP_WITHIN_MS / 1000} s`
    report.losses.push({ what: 'gateway does not stop', id: '', detail })
  }
  return report
}

/** Returns true if everything stops in time. A component that waits for an answer would otherwise delay the end without limit. */
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
  // AbortSignal.any may be collected before it fires (Node 20), so that the load would never end.
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
  say('All faults have ended; waiting until nothing is missing …')
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

/** Polls until nothing is missing and all queues are empty, or until there is no progress for too long. */
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
