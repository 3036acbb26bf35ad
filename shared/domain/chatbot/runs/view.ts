import { z } from 'zod'
import { RUN_ERROR_CODES, RUN_STATUSES, WAITING_FOR } from '#shared/contracts/chatbot.ts'
import { type Line, lineSchema } from '../transcript.ts'
import { messageIdOf } from './performEffect.ts'
import { type EntryRow, type RunRow, toEntry, toRun } from './row.ts'

/** Conversation as the API shows it. */
export const conversationSchema = z.object({
  id: z.string().meta({ example: 'frn_4fG7hJ2kL9mN' }),
  flowId: z.string(),
  session: z.string().meta({ example: 'YoNofiM9vtHy' }),
  chat: z.string().meta({ example: '905551234567@s.whatsapp.net' }),
  contact: z.object({ name: z.string(), phone: z.string() }),
  status: z.enum(RUN_STATUSES),
  stepId: z.string().nullable().meta({ description: 'Current step, or last step of an ended conversation' }),
  waitingFor: z.enum(WAITING_FOR).nullable(),
  dueAt: z.iso.datetime().nullable().meta({ description: 'End of the wait; null without a timer' }),
  expiresAt: z.iso
    .datetime()
    .nullable()
    .meta({ description: 'Time at which the conversation expires without further activity' }),
  variables: z.record(z.string(), z.string()),
  error: z.string().optional().meta({ description: 'Reason for the failure' }),
  errorCode: z.enum(RUN_ERROR_CODES).optional().meta({
    description: '`cpu_budget_exceeded`: the flow took too much CPU for one message',
  }),
  startedAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
  endedAt: z.iso.datetime().nullable(),
  lines: z.int().meta({ description: 'Number of lines in the transcript', example: 12 }),
  transcript: z
    .array(lineSchema)
    .meta({ description: 'Last lines: at most 200 lines and 1 MB. GET …/transcript lists all lines' }),
})
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
