import { inviteField } from './invite.ts'
import { defineKind } from './kind.ts'
import { textField } from './words.ts'

export const channelInvite = defineKind({
  description: 'An invitation to follow or to administer a channel.',
  fields: { ...textField, ...inviteField },
  example: {
    text: 'Follow our news',
    invite: { jid: '120363041234567890@newsletter', name: 'Example News' },
  },
})
