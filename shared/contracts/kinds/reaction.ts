import { z } from 'zod'
import { defineKind } from './kind.ts'

export const reaction = defineKind({
  fields: {
    emoji: z
      .string()
      .optional()
      .meta({ description: 'Emoji of the reaction; empty if the reaction was removed', example: '👍' }),
    messageId: z.string().optional().meta({
      description: 'ID of the message that the reaction or the comment belongs to',
      example: '3EB0A8C2F5B7E6A1',
    }),
  },
  example: { emoji: '👍', messageId: '3EB0A8C2F5B7E6A1' },
})
