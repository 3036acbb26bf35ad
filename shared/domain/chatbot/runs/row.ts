import type { flowRunEntries, flowRuns } from '#shared/database/index.ts'
import type { Entry, Run } from '../engine/index.ts'

export type RunRow = typeof flowRuns.$inferSelect
export type EntryRow = typeof flowRunEntries.$inferSelect

/** Fields of a run without a column of their own. */
type State = Pick<
  Run,
  'waiting' | 'variables' | 'choices' | 'backlog' | 'steps' | 'stepsWithoutWait' | 'leftMs' | 'errorCode'
>

/** Converts a row to the engine's run. */
export function toRun(row: RunRow): Run {
  const { stepId, dueAt, expiresAt, turn, error } = row
  const state = row.state as unknown as State
  // Rows of earlier releases have no error code.
  const errorCode = state.errorCode ?? null
  return { ...state, errorCode, status: row.status, stepId, dueAt, expiresAt, turn, error }
}

/** Converts a run to its columns. */
export function fromRun(run: Run) {
  const { status, stepId, dueAt, expiresAt, turn, error, ...state } = run
  return { status, stepId, dueAt, expiresAt, turn, error, state }
}

/** Converts a row to the engine's entry. */
export function toEntry({ kind, stepId, data }: Pick<EntryRow, 'kind' | 'stepId' | 'data'>): Entry {
  return { kind, ...(stepId !== null && { stepId }), ...data } as Entry
}

/** Converts an entry to its columns. An effect is pending until a host has performed it. */
export function fromEntry(entry: Entry) {
  const { kind, ...rest } = entry
  const { stepId = null, ...data } = { stepId: undefined, ...rest }
  return { kind, stepId, data, pending: kind === 'sent' || kind === 'called' }
}
