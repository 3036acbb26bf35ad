import type { RunErrorCode, RunStatus } from '#shared/contracts/chatbot.ts'
import { MESSAGE_CPU_MS } from '../budget/index.ts'
import type { Advanced, Entry, Run } from './run.ts'

/** Ends a run, and adds the entry of its end. */
export function ended(
  run: Run,
  entries: readonly Entry[],
  status: Exclude<RunStatus, 'active' | 'paused'>,
  error?: string,
  errorCode?: RunErrorCode,
): Advanced {
  const over = { status, waiting: null, dueAt: null, expiresAt: null, leftMs: null, backlog: [], choices: [] }
  const why = { ...(error !== undefined && { error }), ...(errorCode && { errorCode }) }
  const line: Entry = { kind: 'ended', status, ...why }
  const failed = { error: error ?? null, errorCode: errorCode ?? null }
  return { run: { ...run, ...over, ...failed }, entries: [...entries, line] }
}

/** Ends a run that has used up its CPU budget. */
export function endedOverBudget(run: Run, entries: readonly Entry[]): Advanced {
  const error = `The flow took more than ${MESSAGE_CPU_MS} ms of CPU for one message. Use fewer or simpler conditions between two waits.`
  return ended(run, entries, 'failed', error, 'cpu_budget_exceeded')
}
