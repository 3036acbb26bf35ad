/** The states of a run. `paused`: a human has taken over. The last four states are final. */
export const RUN_STATUSES = ['active', 'paused', 'completed', 'abandoned', 'expired', 'failed'] as const
export type RunStatus = (typeof RUN_STATUSES)[number]

/** The errors of a run that have a machine-readable code. */
export const RUN_ERROR_CODES = ['cpu_budget_exceeded'] as const
export type RunErrorCode = (typeof RUN_ERROR_CODES)[number]

/** The things that a live conversation can wait for. */
export const WAITING_FOR = ['reply', 'delay', 'call'] as const
export type WaitingFor = (typeof WAITING_FOR)[number]

export const FLOW_STATUSES = ['draft', 'published'] as const

export const TRIGGER_TYPES = ['keyword', 'first_contact', 'schedule'] as const
export type TriggerType = (typeof TRIGGER_TYPES)[number]

export const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const
