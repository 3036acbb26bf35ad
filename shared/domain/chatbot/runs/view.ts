import { z } from 'zod'
import { runErrorCodeSchema, runStatusSchema, waitingForSchema } from '#shared/contracts/chatbot.ts'
import { type Line, lineSchema } from '../transcript.ts'
import { messageIdOf } from './performEffect.ts'
import { type EntryRow, type RunRow, toEntry, toRun } from './row.ts'

const EXAMPLE = {
  id: 'frn_4fG7hJ2kL9mNpQrSt5vW',
  flowId: 'flw_4fG7hJ2kL9mNpQrSt5vW',
  session: 'YoNofiM9vtHy',
  chat: '905551234567@s.whatsapp.net',
  contact: { name: 'Ayşe Yılmaz', phone: '905551234567' },
  status: 'active',
  stepId: 'stp_4fG7hJ2kL9mNpQrSt5vW',
  waitingFor: 'reply',
  dueAt: null,
  expiresAt: '2026-06-25T10:30:00.000Z',
  variables: { last_reply: 'hello' },
  startedAt: '2026-06-24T10:30:00.000Z',
  updatedAt: '2026-06-24T10:30:00.000Z',
  endedAt: null,
  lines: 1,
  transcript: [{ kind: 'received', text: 'hello', at: '2026-06-24T10:30:00.000Z' }],
}

/** Conversation as the API shows it. */
export const conversationSchema = z
  .object({
    id: z.string().meta({ description: 'Conversation ID', example: EXAMPLE.id }),
    flowId: z.string().meta({ description: 'ID of the flow', example: EXAMPLE.flowId }),
    session: z.string().meta({ description: 'Session ID', example: EXAMPLE.session }),
    chat: z.string().meta({ description: 'JID of the chat', example: EXAMPLE.chat }),
    contact: z
      .object({
        name: z.string().meta({ description: 'Display name; empty if unknown', example: 'Ayşe Yılmaz' }),
        phone: z
          .string()
          .meta({ description: 'Number in digits; empty if unknown', example: '905551234567' }),
      })
      .meta({ description: 'The person who began the conversation', example: EXAMPLE.contact }),
    status: runStatusSchema,
    stepId: z.string().nullable().meta({
      description: 'Current step, or last step of an ended conversation; null before the first step',
      example: EXAMPLE.stepId,
    }),
    waitingFor: waitingForSchema
      .nullable()
      .meta({ description: 'Cause of the wait; null if the conversation does not wait', example: 'reply' }),
    dueAt: z.iso.datetime().nullable().meta({
      description: 'End of the wait; null without a timer',
      example: '2026-06-24T11:30:00.000Z',
    }),
    expiresAt: z.iso.datetime().nullable().meta({
      description: 'Time at which the conversation expires without further activity; null after its end',
      example: EXAMPLE.expiresAt,
    }),
    variables: z
      .record(z.string(), z.string())
      .meta({ description: 'Variables of the conversation, by name', example: EXAMPLE.variables }),
    error: z
      .string()
      .optional()
      .meta({ description: 'Reason for the status `failed`', example: 'The webhook answered 500' }),
    errorCode: runErrorCodeSchema.optional(),
    startedAt: z.iso.datetime().meta({ description: 'Time of the start', example: EXAMPLE.startedAt }),
    updatedAt: z.iso.datetime().meta({ description: 'Time of the last change', example: EXAMPLE.updatedAt }),
    endedAt: z.iso.datetime().nullable().meta({
      description: 'Time of the end; null for a live conversation',
      example: '2026-06-24T10:45:00.000Z',
    }),
    lines: z.int().meta({ description: 'Number of lines in the transcript', example: 1 }),
    transcript: z.array(lineSchema).meta({
      description: 'Last lines: at most 200 lines and 1 MB. GET …/transcript lists all lines',
      example: EXAMPLE.transcript,
    }),
  })
  .meta({ id: 'Conversation', description: 'A conversation of a chat with a flow', example: EXAMPLE })
export type Conversation = z.infer<typeof conversationSchema>

export function toConversation(row: RunRow, transcript: readonly Line[]): Conversation {
  const { waiting, status, variables, errorCode } = toRun(row)
  return {
    id: row.id,
    flowId: row.flowId,
    session: row.sessionId,
    chat: row.chat,
    contact: { name: variables['contact.name'] ?? '', phone: variables['contact.phone'] ?? '' },
    status,
    stepId: row.stepId,
    waitingFor: waiting,
    dueAt: row.dueAt?.toISOString() ?? null,
    expiresAt: row.expiresAt?.toISOString() ?? null,
    variables: { ...variables },
    ...(row.error !== null && { error: row.error }),
    ...(errorCode && { errorCode }),
    startedAt: row.startedAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
    endedAt: row.endedAt?.toISOString() ?? null,
    lines: row.entries,
    transcript: [...transcript],
  }
}

/** Converts a row to a line of the transcript. */
export function toLine(row: EntryRow): Line {
  const entry = toEntry(row)
  const messageId = entry.kind === 'sent' ? { messageId: messageIdOf(row.runId, row.number) } : {}
  return { ...entry, at: row.at.toISOString(), ...messageId }
}
