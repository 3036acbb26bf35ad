import { z } from 'zod'
import { entrySchema } from './engine/index.ts'

/** Line of a transcript as the API shows it. A sent message also has its message id. */
export const lineSchema = entrySchema.and(
  z.object({ at: z.iso.datetime(), messageId: z.string().optional() }),
)
export type Line = z.infer<typeof lineSchema>
