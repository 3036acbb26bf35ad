import type { Interruptible } from '../budget/index.ts'
import type { Flow } from './flow.ts'
import { IDLE_MS } from './limits.ts'
import { enter } from './meet.ts'
import type { Advanced, Entry, Run } from './run.ts'

/** A human takes over: the bot is silent, its timers stand still, until it is resumed or nobody has written for a day. */
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

/** Goes on where it stood, with what was left of its timer. A webhook that was being called is called once more. */
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
