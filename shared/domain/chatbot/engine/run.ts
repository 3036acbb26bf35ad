import { z } from 'zod'
import {
  RUN_ERROR_CODES,
  RUN_STATUSES,
  type RunErrorCode,
  type RunStatus,
  type WaitingFor,
} from '#shared/contracts/chatbot.ts'

export const choiceSchema = z.object({ id: z.string(), label: z.string() })
/** A button that was offered. */
export type Choice = z.infer<typeof choiceSchema>

/** What somebody wrote, or tapped. */
export interface Reply {
  text: string
  buttonId?: string | undefined
}

/** Where a run is. It is changed by nobody: each advance answers a new one. */
export interface Run {
  status: RunStatus
  /** The step that it is at; behind its end, the one that it ended at. */
  stepId: string | null
  waiting: WaitingFor | null
  /** When the wait is over, if time ends it. */
  dueAt: Date | null
  /** When it expires, unless something happens; null once it has ended. */
  expiresAt: Date | null
  /** Raised by everything that moves it: a timer of an earlier turn does nothing. */
  turn: number
  variables: Readonly<Record<string, string>>
  /** What was offered last. */
  choices: readonly Choice[]
  backlog: readonly Reply[]
  steps: number
  stepsWithoutWait: number
  /** Of a paused run: what was left of its timer, in ms. */
  leftMs: number | null
  error: string | null
  errorCode: RunErrorCode | null
}

export const outgoingSchema = z.object({
  type: z.enum(['text', 'image']),
  text: z.string().meta({ description: 'The text; for an image, its caption' }),
  url: z.string().optional().meta({ description: 'Of an image' }),
  buttons: z
    .array(choiceSchema)
    .optional()
    .meta({ description: 'The choices that the text offers, numbered' }),
  list: z.string().optional().meta({ description: 'They are a WhatsApp list, too, that this opens' }),
})
/** What a run says. */
export type Outgoing = z.infer<typeof outgoingSchema>

export const callSchema = z.object({
  method: z.string().meta({ example: 'POST' }),
  url: z.string(),
  headers: z.record(z.string(), z.string()),
  body: z.string().optional(),
})
/** A request to a customer's server. */
export type Call = z.infer<typeof callSchema>

const at = { stepId: z.string().meta({ example: 'stp_4fG7hJ2kL9mN' }) }

/**
 * One line of a run's transcript. `sent` and `called` are the effects that somebody has to perform; the engine goes on behind a
 * `sent`, and waits for what a `called` answers.
 */
export const entrySchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('received'),
    text: z.string(),
    buttonId: z.string().optional(),
    ignored: z.literal(true).optional().meta({ description: 'It came while nothing was asked' }),
  }),
  z.object({ kind: z.literal('sent'), ...at, message: outgoingSchema }),
  z.object({ kind: z.literal('called'), ...at, request: callSchema }),
  z.object({
    kind: z.literal('answered'),
    ...at,
    status: z.number().int().optional(),
    error: z.string().optional(),
  }),
  z.object({ kind: z.literal('timer'), ...at }),
  z.object({
    kind: z.literal('step'),
    ...at,
    outlet: z.string().meta({ description: 'By which the step was left', example: 'default' }),
  }),
  z.object({ kind: z.literal('paused') }),
  z.object({ kind: z.literal('resumed') }),
  z.object({
    kind: z.literal('ended'),
    status: z.enum(RUN_STATUSES),
    error: z.string().optional(),
    errorCode: z.enum(RUN_ERROR_CODES).optional().meta({
      description: '`cpu_budget_exceeded`: the flow took too much CPU for one message',
    }),
  }),
])
export type Entry = z.infer<typeof entrySchema>

/** What a customer's server answered to a call, or why it did not. */
export type Answer = { status: number; body: string } | { error: string }

/** What can happen to a run. `fault`: an effect can never be performed. */
export type Input =
  | { type: 'start'; reply: Reply; contact: { name: string; phone: string } }
  | { type: 'reply'; reply: Reply }
  | { type: 'timer'; turn: number }
  | { type: 'answer'; turn: number; answer: Answer }
  | { type: 'fault'; error: string }
  | { type: 'pause' }
  | { type: 'resume' }
  | { type: 'end' }
  | { type: 'expire' }

/** What an input made of a run. */
export interface Advanced {
  run: Run
  entries: readonly Entry[]
}

export function isLive({ status }: Pick<Run, 'status'>): boolean {
  return status === 'active' || status === 'paused'
}
