import { z } from 'zod'
import { defineKind } from './kind.ts'
import { label } from './limits.ts'
import { textField } from './words.ts'

const pollSchema = z
  .object({
    name: label.meta({ description: 'The question', example: 'Which day suits you?' }),
    options: z
      .array(label)
      .meta({ description: 'The options, in their order', example: ['Monday', 'Tuesday'] }),
    selectable: z
      .number()
      .int()
      .meta({ description: 'The maximum number of choices; 0 means no maximum', example: 1 }),
    correct: label
      .optional()
      .meta({ description: 'The correct option of a quiz, if WhatsApp sent it', example: 'Monday' }),
    quiz: z.literal(true).optional().meta({ description: 'True for a quiz', example: true }),
  })
  .meta({
    id: 'Poll',
    description: 'A poll: its question and its options',
    example: { name: 'Which day suits you?', options: ['Monday', 'Tuesday'], selectable: 1 },
  })

export const poll = defineKind({
  description: 'A poll or a quiz. The question is also the text.',
  fields: { ...textField, poll: pollSchema.optional() },
  example: {
    text: 'Which day suits you?',
    poll: { name: 'Which day suits you?', options: ['Monday', 'Tuesday'], selectable: 1 },
  },
})
