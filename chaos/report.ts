import type { Evidence } from './evidence.ts'
import type { Ledger } from './ledger.ts'
import { recoverySeconds, type Sighting } from './recovery.ts'
import type { Incident } from './saboteur.ts'
import { groupBy, type Verdict } from './verdict.ts'

/** The result of a run. */
export interface Report {
  seed: number
  seconds: number
  connectors: number
  sessions: number
  /** The number of each fault. */
  faults: Record<string, number>
  counts: Record<string, number>
  /** From the request to WhatsApp's ack, in ms. */
  sendToSent: { p50: number; p95: number; max: number }
  /** Seconds after each SIGKILL. */
  recoverySeconds: number[]
  /** From the end of the load until nothing was missing and all queues were empty. */
  quietSeconds: number
  losses: Verdict['losses']
  notes: Verdict['notes']
}

const LISTED = 40

/** The data of a run, without its settings. */
export interface ChaosRun {
  ledger: Ledger
  evidence: Evidence
  incidents: readonly Incident[]
  sightings: readonly Sighting[]
  verdict: Verdict
}

/** Returns the figures of a run. */
export function summarise({ ledger, evidence, incidents, sightings, verdict }: ChaosRun) {
  const done = groupBy(incidents, ({ kind, missed }) => (missed ? `${kind} (missed)` : kind))
  return {
    faults: Object.fromEntries([...done].map(([kind, all]) => [kind, all.length]).toSorted()),
    counts: verdict.counts,
    sendToSent: percentiles(latencies(ledger, evidence)),
    recoverySeconds: recoverySeconds(incidents, sightings),
    losses: verdict.losses,
    notes: verdict.notes,
  } satisfies Partial<Report>
}

function latencies(ledger: Ledger, { events }: Evidence): number[] {
  const sent = new Map(
    events.flatMap(({ event, data, timestamp }) =>
      event === 'message.sent' ? [[data.id, Date.parse(timestamp)] as const] : [],
    ),
  )
  return ledger.accepted
    .flatMap(({ id, startedAt }) => (sent.get(id) ?? Number.NaN) - startedAt)
    .filter(Number.isFinite)
}

function percentiles(values: number[]): Report['sendToSent'] {
  const sorted = values.toSorted((a, b) => a - b)
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0
  return { p50: at(0.5), p95: at(0.95), max: at(1) }
}

/** Formats a report as a table. */
export function table(report: Report): string {
  const { p50, p95, max } = report.sendToSent
  const rows: [string, unknown][] = [
    ['seed', report.seed],
    ['seconds', report.seconds],
    ['connectors, sessions', `${report.connectors}, ${report.sessions}`],
    ...Object.entries(report.faults),
    ...Object.entries(report.counts),
    ['send to SENT, ms: p50, p95, max', `${p50}, ${p95}, ${max}`],
    [
      'seconds from each kill until all sessions were back',
      report.recoverySeconds.map((seconds) => seconds.toFixed(1)).join(' '),
    ],
    ['seconds until quiet', report.quietSeconds.toFixed(1)],
    ['LOSSES', report.losses.length],
  ]
  const width = Math.max(...rows.map(([name]) => name.length))
  return [
    ...rows.map(([name, value]) => `${name.padEnd(width)}  ${value}`),
    ...list('loss', report.losses),
    ...list('note', report.notes),
    '',
  ].join('\n')
}

function list(title: string, all: Verdict['losses']): string[] {
  const shown = all.slice(0, LISTED).map(({ what, id, detail }) => `${title}: ${what} ${id} ${detail}`)
  return all.length > LISTED ? [...shown, `… and ${all.length - LISTED} more`] : shown
}
