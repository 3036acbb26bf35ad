import { defineKind } from './kind.ts'

export const placeholder = defineKind({
  description: 'A message that WhatsApp shows on the phone only. The kind has no fields.',
  role: 'quiet',
  fields: {},
  example: {},
})
