import { defineKind } from './kind.ts'
import { label } from './limits.ts'
import { targetField } from './words.ts'

export const reaction = defineKind({
  description: 'A reaction to a message.',
  role: 'quiet',
  fields: {
    emoji: label
      .optional()
      .meta({ description: 'Emoji of the reaction; empty if the reaction was removed', example: '👍' }),
    ...targetField,
  },
  example: { emoji: '👍', messageId: '3EB0A8C2F5B7E6A1' },
})
