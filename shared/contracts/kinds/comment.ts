import { defineKind } from './kind.ts'
import { reaction } from './reaction.ts'
import { text } from './text.ts'

/** A comment on an earlier message. A comment may also have the fields of a file. */
export const comment = defineKind({
  fields: { text: text.fields.text, messageId: reaction.fields.messageId },
  example: { text: 'Well done', messageId: '3EB0A8C2F5B7E6A1' },
})
