import { defineKind } from './kind.ts'
import { targetField, textField } from './words.ts'

export const answer = defineKind({
  description: 'An answer to a question of a channel or a status.',
  fields: { ...textField, ...targetField },
  example: { text: 'At noon', messageId: '3EB0A8C2F5B7E6A1' },
})
