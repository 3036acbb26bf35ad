import { z } from 'zod'

/** The states of a run. `paused`: a human has taken over. The last four states are final. */
export const RUN_STATUSES = ['active', 'paused', 'completed', 'abandoned', 'expired', 'failed'] as const
export type RunStatus = (typeof RUN_STATUSES)[number]

export const runStatusSchema = z.enum(RUN_STATUSES).meta({
  id: 'ConversationStatus',
  description:
    '`active`: the flow is under way. `paused`: a human has taken over. `completed`: the flow reached an end. `abandoned`: a stop word, ' +
    'a time-out or a request ended it. `expired`: nothing happened for a day. `failed`: `error` has the reason',
  example: 'active',
})

/** The errors of a run that have a machine-readable code. */
export const RUN_ERROR_CODES = ['cpu_budget_exceeded'] as const
export type RunErrorCode = (typeof RUN_ERROR_CODES)[number]

export const runErrorCodeSchema = z.enum(RUN_ERROR_CODES).meta({
  id: 'ConversationErrorCode',
  description: '`cpu_budget_exceeded`: the flow took too much CPU for one message',
  example: 'cpu_budget_exceeded',
})

/** The things that a live conversation can wait for. */
export const WAITING_FOR = ['reply', 'delay', 'call'] as const
export type WaitingFor = (typeof WAITING_FOR)[number]

export const waitingForSchema = z.enum(WAITING_FOR).meta({
  id: 'WaitingFor',
  description:
    '`reply`: a message of the contact. `delay`: the end of a delay. `call`: the answer of a webhook step',
  example: 'reply',
})

export const FLOW_STATUSES = ['draft', 'published'] as const

export const flowStatusSchema = z.enum(FLOW_STATUSES).meta({
  id: 'FlowStatus',
  description: '`draft`: the flow answers no messages. `published`: a version of the flow is live',
  example: 'draft',
})

export const TRIGGER_TYPES = ['keyword', 'first_contact', 'schedule'] as const
export type TriggerType = (typeof TRIGGER_TYPES)[number]

export const triggerTypeSchema = z.enum(TRIGGER_TYPES).meta({
  id: 'TriggerType',
  description:
    '`keyword`: a message with a keyword begins a conversation. `first_contact`: the first message of a chat does. `schedule`: any ' +
    'message inside or outside of time windows does',
  example: 'keyword',
})

export const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const
