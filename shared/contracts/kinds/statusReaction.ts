import { defineKind } from './kind.ts'
import { label } from './limits.ts'
import { targetField } from './words.ts'

export const statusReaction = defineKind({
  description: 'A reaction by sticker to a status of yours.',
  role: 'quiet',
  fields: {
    ...targetField,
    stickerKey: label.optional().meta({ description: "WhatsApp's name of the sticker", example: 'heart' }),
  },
  example: { messageId: '3EB0A8C2F5B7E6A1', stickerKey: 'heart' },
})
