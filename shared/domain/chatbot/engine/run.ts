import { z } from 'zod'
import {
  RUN_ERROR_CODES,
  RUN_STATUSES,
  type RunErrorCode,
  type RunStatus,
  type WaitingFor,
} from '#shared/contracts/chatbot.ts'

export const choiceSchema = z.object({ id: z.string(), label: z.string() })
/** Button that a step has offered. */
export type Choice = z.infer<typeof choiceSchema>

/** Text or tap of a contact. */
export interface Reply {
  text: string
  buttonId?: string | undefined
}

/** State of a run. The value never changes: each input gives a new value. */
export interface Run {
  status: RunStatus
  /** Current step, or last step of an ended run. */
  stepId: string | null
  waiting: WaitingFor | null
  /** Time at which a timer ends the wait; null without a timer. */
  dueAt: Date | null
  /** Time at which the run expires without further activity; null for an ended run. */
  expiresAt: Date | null
  /** Number that each move increases. A timer for an earlier turn does nothing. */
  turn: number
  variables: Readonly<Record<string, string>>
  /** Choices that the run has offered last. */
  choices: readonly Choice[]
  backlog: readonly Reply[]
  steps: number
  stepsWithoutWait: number
  /** Rest of the timer of a paused run, in ms. */
  leftMs: number | null
  error: string | null
  errorCode: RunErrorCode | null
}

export const outgoingSchema = z.object({
  type: z.enum(['text', 'image']),
  text: z.string().meta({ description: 'Text of the message, or caption of the image' }),
  url: z.string().optional().meta({ description: 'URL of the image' }),
  buttons: z.array(choiceSchema).optional().meta({ description: 'Choices that the text offers, numbered' }),
  list: z.string().optional().meta({ description: 'Label that opens a WhatsApp list of the choices' }),
})
/** Message that a run sends. */
export type Outgoing = z.infer<typeof outgoingSchema>

export const callSchema = z.object({
  method: z.string().meta({ example: 'POST' }),
  url: z.string(),
  headers: z.record(z.string(), z.string()),
  body: z.string().optional(),
})
/** Request to the server of a customer. */
export type Call = z.infer<typeof callSchema>

const at = { stepId: z.string().meta({ example: 'stp_4fG7hJ2kL9mN' }) }

/**
 * Entry of a run's transcript. `sent` and `called` are effects, which the caller of the engine performs. The engine
 * continues after a `sent`, and waits for the answer after a `called`.
 */
export const entrySchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('received'),
    text: z.string(),
    buttonId: z.string().optional(),
    ignored: z
      .literal(true)
      .optional()
      .meta({ description: 'True if the message came while no step waited for a reply' }),
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
    outlet: z
      .string()
      .meta({ description: 'Outlet by which the conversation left the step', example: 'default' }),
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

/** Answer of a customer's server to a call, or the reason for the missing answer. */
export type Answer = { status: number; body: string } | { error: string }

/** Input of a run. `fault` reports an effect that can never succeed. */
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

/** Result of an input. */
export interface Advanced {
  run: Run
  entries: readonly Entry[]
}

export function isLive({ status }: Pick<Run, 'status'>): boolean {
  return status === 'active' || status === 'paused'
}
