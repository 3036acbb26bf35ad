import { z } from 'zod'
import {
  flowStatusSchema,
  runErrorCodeSchema,
  runStatusSchema,
  waitingForSchema,
} from '#shared/contracts/chatbot.ts'
import { cutText } from '#shared/cutText.ts'
import { phoneNumberSchema } from '#shared/jid.ts'
import { findingSchema } from '../flows/view.ts'
import { lineSchema } from '../transcript.ts'

const MAX_INPUTS = 100
const MAX_BODY = 64 * 1024

const said = z.strictObject({
  text: z.string().max(65_536).meta({ description: 'Text of the message', example: 'hello' }),
  buttonId: z.string().optional().meta({ description: 'ID of the tapped button', example: 'orders' }),
})
const jump = z.strictObject({
  advanceSeconds: z
    .number()
    .int()
    .min(1)
    .max(60 * 86_400)
    .meta({ description: 'Seconds by which the clock advances', example: 60 }),
})

const answer = z.union([
  z.strictObject({
    error: z
      .string()
      .min(1)
      .max(500)
      .meta({ description: 'Reason for a missing answer', example: 'The connection was refused' }),
  }),
  z.strictObject({
    status: z
      .number()
      .int()
      .min(100)
      .max(599)
      .default(200)
      .meta({ description: 'HTTP status of the answer', example: 200 }),
    body: z
      .unknown()
      .optional()
      .meta({ description: 'Body of the answer: JSON, or a text', example: { id: 'order-4711' } }),
  }),
])

/** Input of a simulation. */
export const simulationInput = z.strictObject({
  messages: z
    .array(z.union([z.string().max(65_536), said, jump]))
    .max(MAX_INPUTS)
    .meta({
      description: 'Messages of the contact, in order; `{"advanceSeconds":60}` advances the clock',
      example: ['hello'],
    }),
  webhooks: z
    .record(z.string(), answer)
    .default({})
    .meta({
      description:
        'Answers to webhook steps, by step id: `{status,body}` or `{error}`. If absent, 200 and `{}`',
      example: { stp_4fG7hJ2kL9mNpQrSt5vW: { status: 200, body: { id: 'order-4711' } } },
    }),
  contact: z
    .strictObject({
      name: z
        .string()
        .max(100)
        .default('')
        .meta({ description: 'Display name of the contact', example: 'Ayşe Yılmaz' }),
      phone: phoneNumberSchema.default('905551234567').meta({
        description: 'International number of the contact. If absent, 905551234567',
        example: '905551234567',
      }),
    })
    .prefault({})
    .meta({
      description: 'The contact who writes the messages',
      example: { name: 'Ayşe Yılmaz', phone: '905551234567' },
    }),
  startAt: z.iso
    .datetime({ offset: true })
    .optional()
    .meta({ description: 'Time of the start. If absent, now', example: '2026-06-24T10:30:00.000Z' }),
  isFirstContact: z
    .boolean()
    .default(true)
    .meta({ description: 'True if the chat has no earlier message', example: true }),
  isGroup: z.boolean().default(false).meta({ description: 'True if the chat is a group', example: false }),
  skipDelays: z.boolean().default(true).meta({ description: 'True if delays end at once', example: true }),
  version: flowStatusSchema.default('draft').meta({
    description: '`draft`: the flow as you draw it. `published`: the live version',
    example: 'draft',
  }),
})
export type SimulationInput = z.output<typeof simulationInput>

const EXAMPLE = {
  triggered: true,
  status: 'completed',
  waitingFor: null,
  stepId: 'stp_4fG7hJ2kL9mNpQrSt5vW',
  transcript: [{ kind: 'received', text: 'hello', at: '2026-06-24T10:30:00.000Z' }],
  path: [{ stepId: 'stp_4fG7hJ2kL9mNpQrSt5vW', outlet: 'default' }],
  variables: { last_reply: 'hello' },
  faults: [],
  warnings: [],
}

/** Result of a simulation. */
export const simulationSchema = z
  .object({
    triggered: z.boolean().meta({ description: 'True if a message started a conversation', example: true }),
    status: runStatusSchema.nullable().meta({
      description: 'Status of the last conversation; null if no message started a conversation',
      example: 'completed',
    }),
    error: z.string().optional().meta({
      description: 'Reason for which the last conversation failed',
      example: 'The webhook answered 500',
    }),
    errorCode: runErrorCodeSchema.optional(),
    waitingFor: waitingForSchema
      .nullable()
      .meta({ description: 'Cause of the wait; null if the conversation does not wait', example: 'reply' }),
    stepId: z.string().nullable().meta({
      description: 'Current step, or last step of an ended conversation; null without a conversation',
      example: EXAMPLE.stepId,
    }),
    transcript: z
      .array(lineSchema)
      .meta({ description: 'Lines of all conversations, oldest first', example: EXAMPLE.transcript }),
    path: z
      .array(
        z.object({
          stepId: z.string().meta({ description: 'ID of a step', example: EXAMPLE.stepId }),
          outlet: z
            .string()
            .meta({ description: 'Outlet by which the conversation left the step', example: 'default' }),
        }),
      )
      .meta({ description: 'Steps that the conversations left, in order', example: EXAMPLE.path }),
    variables: z
      .record(z.string(), z.string())
      .meta({ description: 'Variables of the last conversation, by name', example: EXAMPLE.variables }),
    faults: z
      .array(findingSchema)
      .meta({ description: 'Faults that prevent the publication of the flow', example: [] }),
    warnings: z.array(findingSchema).meta({
      description: 'Possible mistakes of the flow, and limits that the simulation reached',
      example: [],
    }),
  })
  .meta({ id: 'Simulation', description: 'The result of a simulation', example: EXAMPLE })
export type Simulation = z.infer<typeof simulationSchema>

/** Converts a simulated answer to the engine's form. */
export function toAnswer(
  canned: z.output<typeof answer>,
): { status: number; body: string } | { error: string } {
  if ('error' in canned) return canned
  const body = typeof canned.body === 'string' ? canned.body : JSON.stringify(canned.body ?? {})
  return { status: canned.status, body: cutText(body, MAX_BODY) }
}
