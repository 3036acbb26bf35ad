import { defineKind } from './kind.ts'
import { textField } from './words.ts'

export const richResponse = defineKind({
  description: "An answer of WhatsApp's own AI, with all its texts, tables and code as text.",
  fields: { ...textField },
  example: { text: 'Istanbul has 16 million inhabitants.' },
})
