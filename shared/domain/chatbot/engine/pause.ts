import type { Interruptible } from '../budget/index.ts'
import type { Flow } from './flow.ts'
import { IDLE_MS } from './limits.ts'
import { enter } from './meet.ts'
import type { Advanced, Entry, Run } from './run.ts'

/**
 * Pauses a run, because a human takes over. The bot is silent and its timer stops, until the run is resumed or
 * expires. A run expires after a day without messages.
 */
export function pause(run: Run, now: Date): Advanced {
  const expiresAt = new Date(now.getTime() + IDLE_MS)
  if (run.status === 'paused') return { run: { ...run, expiresAt }, entries: [] }
  const leftMs = run.dueAt && Math.max(0, run.dueAt.getTime() - now.getTime())
  const turn = run.turn + 1
  return {
    run: { ...run, status: 'paused', dueAt: null, leftMs, turn, expiresAt },
    entries: [{ kind: 'paused' }],
  }
}

/** Resumes a paused run with the rest of its timer. If the run waits for a webhook, the webhook is called again. */
export function* resume(flow: Flow, run: Run, now: Date): Interruptible<Advanced> {
  if (run.status !== 'paused') return { run, entries: [] }
  const entries: Entry[] = [{ kind: 'resumed' }]
  const active = { ...run, status: 'active' as const, leftMs: null, turn: run.turn + 1 }
  if (run.waiting === 'call')
    return yield* enter(flow, { ...active, waiting: null }, run.stepId, entries, now)
  const dueAt = run.leftMs === null ? null : new Date(now.getTime() + run.leftMs)
  const expiresAt = new Date((dueAt ?? now).getTime() + IDLE_MS)
  return { run: { ...active, dueAt, expiresAt }, entries }
}
