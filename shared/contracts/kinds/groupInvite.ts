import { inviteField } from './invite.ts'
import { defineKind } from './kind.ts'
import { textField } from './words.ts'

export const groupInvite = defineKind({
  description: 'An invitation to a group.',
  fields: { ...textField, ...inviteField },
  example: {
    text: 'Join our group',
    invite: {
      jid: '120363041234567890@g.us',
      name: 'Neighbours',
      code: 'AbCdEfGhIjKlMnOp',
      expiresAt: 1_750_847_400,
    },
  },
})
