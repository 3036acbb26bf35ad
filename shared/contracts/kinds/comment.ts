import { defineKind } from './kind.ts'
import { targetField, textField } from './words.ts'

export const comment = defineKind({
  description:
    'A comment on a message, as in the announcements of a community. A comment may have the fields of a file.',
  fields: { ...textField, ...targetField },
  example: { text: 'Thank you!', messageId: '3EB0A8C2F5B7E6A1' },
})
