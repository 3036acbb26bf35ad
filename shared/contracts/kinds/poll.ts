import { z } from 'zod'
import { defineKind } from './kind.ts'

const pollSchema = z
  .object({
    name: z.string().meta({ description: 'The question', example: 'Which day suits you?' }),
    options: z
      .array(z.string())
      .meta({ description: 'The options, in their order', example: ['Monday', 'Tuesday'] }),
    selectable: z
      .number()
      .int()
      .meta({ description: 'The maximum number of choices; 0 means no maximum', example: 1 }),
  })
  .meta({
    id: 'Poll',
    description: 'A poll: its question and its options',
    example: { name: 'Which day suits you?', options: ['Monday', 'Tuesday'], selectable: 1 },
  })

export const poll = defineKind({
  fields: { poll: pollSchema.optional() },
  example: { poll: { name: 'Which day suits you?', options: ['Monday', 'Tuesday'], selectable: 1 } },
})
