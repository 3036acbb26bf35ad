import { z } from 'zod'
import { entrySchema } from './engine/index.ts'

/** A line of a transcript, as it is shown; of what was sent, with the message's id. */
export const lineSchema = entrySchema.and(
  z.object({ at: z.iso.datetime(), messageId: z.string().optional() }),
)
export type Line = z.infer<typeof lineSchema>
