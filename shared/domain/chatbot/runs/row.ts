import type { flowRunEntries, flowRuns } from '#shared/database/index.ts'
import type { Entry, Run } from '../engine/index.ts'

export type RunRow = typeof flowRuns.$inferSelect
export type EntryRow = typeof flowRunEntries.$inferSelect

/** What of a run has no column of its own. */
type State = Pick<
  Run,
  'waiting' | 'variables' | 'choices' | 'backlog' | 'steps' | 'stepsWithoutWait' | 'leftMs' | 'errorCode'
>

/** The engine's run out of its row. */
export function toRun(row: RunRow): Run {
  const { stepId, dueAt, expiresAt, turn, error } = row
  const state = row.state as unknown as State
  // Runs of earlier releases have none.
  const errorCode = state.errorCode ?? null
  return { ...state, errorCode, status: row.status, stepId, dueAt, expiresAt, turn, error }
}

/** The columns of a run. */
export function fromRun(run: Run) {
  const { status, stepId, dueAt, expiresAt, turn, error, ...state } = run
  return { status, stepId, dueAt, expiresAt, turn, error, state }
}

/** The engine's entry out of its row. */
export function toEntry({ kind, stepId, data }: Pick<EntryRow, 'kind' | 'stepId' | 'data'>): Entry {
  return { kind, ...(stepId !== null && { stepId }), ...data } as Entry
}

/** The columns of an entry. Effects are pending until somebody has performed them. */
export function fromEntry(entry: Entry) {
  const { kind, ...rest } = entry
  const { stepId = null, ...data } = { stepId: undefined, ...rest }
  return { kind, stepId, data, pending: kind === 'sent' || kind === 'called' }
}
