import { z } from 'zod'
import { defineKind } from './kind.ts'

export const reaction = defineKind({
  fields: {
    emoji: z
      .string()
      .optional()
      .meta({ description: 'A reaction; empty when it was taken back', example: '👍' }),
    messageId: z.string().optional().meta({ description: 'The message that a reaction is to' }),
  },
  example: { emoji: '👍', messageId: '3EB0A8C2F5B7E6A1' },
})
