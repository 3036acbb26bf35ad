import { z } from 'zod'
import {
  type RunErrorCode,
  type RunStatus,
  runErrorCodeSchema,
  runStatusSchema,
  type WaitingFor,
} from '#shared/contracts/chatbot.ts'

export const choiceSchema = z
  .object({
    id: z.string().meta({ description: 'ID of the button', example: 'orders' }),
    label: z.string().meta({ description: 'Text of the button', example: 'My orders' }),
  })
  .meta({
    id: 'Choice',
    description: 'A button that a step offers',
    example: { id: 'orders', label: 'My orders' },
  })
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

export const outgoingSchema = z
  .object({
    type: z.enum(['text', 'image']).meta({ description: 'Kind of the message', example: 'text' }),
    text: z.string().meta({
      description: 'Text of the message, or caption of the image',
      example: 'Hello Ayşe Yılmaz!',
    }),
    url: z
      .string()
      .optional()
      .meta({ description: 'URL of the image', example: 'https://example.com/photo.jpg' }),
    buttons: z
      .array(choiceSchema)
      .optional()
      .meta({
        description: 'Choices that the text offers, numbered',
        example: [{ id: 'orders', label: 'My orders' }],
      }),
    list: z
      .string()
      .optional()
      .meta({ description: 'Label that opens a WhatsApp list of the choices', example: 'Choose' }),
  })
  .meta({
    id: 'FlowMessage',
    description: 'A message that a flow sends',
    example: { type: 'text', text: 'Hello Ayşe Yılmaz!' },
  })
/** Message that a run sends. */
export type Outgoing = z.infer<typeof outgoingSchema>

export const callSchema = z
  .object({
    method: z.string().meta({ description: 'HTTP method', example: 'POST' }),
    url: z
      .string()
      .meta({ description: 'URL with its variables replaced', example: 'https://example.com/orders' }),
    headers: z.record(z.string(), z.string()).meta({
      description: 'Headers with their variables replaced',
      example: { 'content-type': 'application/json' },
    }),
    body: z.string().optional().meta({
      description: 'Body with its variables replaced; absent for a GET',
      example: '{"phone":"905551234567"}',
    }),
  })
  .meta({
    id: 'FlowCall',
    description: 'A request of a flow to your server',
    example: { method: 'GET', url: 'https://example.com/orders', headers: {} },
  })
/** Request to the server of a customer. */
export type Call = z.infer<typeof callSchema>

const at = {
  stepId: z.string().meta({ description: 'ID of the step', example: 'stp_4fG7hJ2kL9mNpQrSt5vW' }),
}

/**
 * Entry of a run's transcript. `sent` and `called` are effects, which the caller of the engine performs. The engine
 * continues after a `sent`, and waits for the answer after a `called`.
 */
export const entrySchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('received').meta({ description: 'The contact wrote a message', example: 'received' }),
    text: z.string().meta({ description: 'Text of the message', example: 'hello' }),
    buttonId: z
      .string()
      .optional()
      .meta({ description: 'ID of the button that the contact tapped or chose', example: 'orders' }),
    ignored: z
      .literal(true)
      .optional()
      .meta({ description: 'True if the message came while no step waited for a reply', example: true }),
  }),
  z.object({
    kind: z.literal('sent').meta({ description: 'The flow sent a message', example: 'sent' }),
    ...at,
    message: outgoingSchema,
  }),
  z.object({
    kind: z.literal('called').meta({ description: 'The flow called your server', example: 'called' }),
    ...at,
    request: callSchema,
  }),
  z.object({
    kind: z
      .literal('answered')
      .meta({ description: 'Your server answered, or did not', example: 'answered' }),
    ...at,
    status: z
      .number()
      .int()
      .optional()
      .meta({ description: 'HTTP status; absent without an answer', example: 200 }),
    error: z
      .string()
      .optional()
      .meta({ description: 'Reason for a missing answer', example: 'The connection was refused' }),
  }),
  z.object({
    kind: z.literal('timer').meta({ description: 'A wait of the step ended by its timer', example: 'timer' }),
    ...at,
  }),
  z.object({
    kind: z.literal('step').meta({ description: 'The conversation left the step', example: 'step' }),
    ...at,
    outlet: z
      .string()
      .meta({ description: 'Outlet by which the conversation left the step', example: 'default' }),
  }),
  z.object({ kind: z.literal('paused').meta({ description: 'A human took over', example: 'paused' }) }),
  z.object({
    kind: z.literal('resumed').meta({ description: 'The flow took over again', example: 'resumed' }),
  }),
  z.object({
    kind: z.literal('ended').meta({ description: 'The conversation ended', example: 'ended' }),
    status: runStatusSchema,
    error: z
      .string()
      .optional()
      .meta({ description: 'Reason for the status `failed`', example: 'The webhook answered 500' }),
    errorCode: runErrorCodeSchema.optional(),
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
