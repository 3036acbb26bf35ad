import type { Advanced, Entry, Run, RunStatus } from './run.ts'

/** The end of a run, and the line that says so. */
export function ended(
  run: Run,
  entries: readonly Entry[],
  status: Exclude<RunStatus, 'active' | 'paused'>,
  error?: string,
): Advanced {
  const over = { status, waiting: null, dueAt: null, expiresAt: null, leftMs: null, backlog: [], choices: [] }
  const line: Entry = { kind: 'ended', status, ...(error !== undefined && { error }) }
  return { run: { ...run, ...over, error: error ?? null }, entries: [...entries, line] }
}
