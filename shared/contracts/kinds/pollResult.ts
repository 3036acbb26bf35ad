import { z } from 'zod'
import { defineKind } from './kind.ts'
import { label } from './limits.ts'
import { textField } from './words.ts'

/** The votes for an option. */
export const pollCountSchema = z
  .object({
    option: label.meta({ description: 'The option', example: 'Monday' }),
    votes: z.number().int().meta({ description: 'Number of votes', example: 3 }),
  })
  .meta({
    id: 'PollCount',
    description: 'The votes for an option',
    example: { option: 'Monday', votes: 3 },
  })

export const pollResult = defineKind({
  description: 'The result of a poll of a channel, as somebody forwarded it. The question is the text.',
  role: 'quiet',
  fields: {
    ...textField,
    results: z
      .array(pollCountSchema)
      .optional()
      .meta({ description: 'The votes for each option', example: [{ option: 'Monday', votes: 3 }] }),
  },
  example: { text: 'Which day suits you?', results: [{ option: 'Monday', votes: 3 }] },
})
