import { z } from 'zod'
import { entrySchema } from './engine/index.ts'

/** Line of a transcript as the API shows it. A sent message also has its message id. */
export const lineSchema = entrySchema
  .and(
    z.object({
      at: z.iso.datetime().meta({ description: 'Time of the line', example: '2026-06-24T10:30:00.000Z' }),
      messageId: z.string().optional().meta({
        description: 'The WhatsApp message ID of a sent message',
        example: '3EB0A8C2F5B7E6A1',
      }),
    }),
  )
  .meta({
    id: 'TranscriptLine',
    description: 'A line of the transcript of a conversation. `kind` determines its fields',
    example: { kind: 'received', text: 'hello', at: '2026-06-24T10:30:00.000Z' },
  })
export type Line = z.infer<typeof lineSchema>
