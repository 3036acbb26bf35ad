import { defineKind } from './kind.ts'

export const phoneRequest = defineKind({
  description: 'The author asks for your phone number, because WhatsApp hides it. The kind has no fields.',
  role: 'quiet',
  fields: {},
  example: {},
})
