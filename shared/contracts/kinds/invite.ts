import { z } from 'zod'
import { identifier, label, unixSeconds } from './limits.ts'

const inviteSchema = z
  .object({
    jid: identifier.meta({ description: 'JID of the group or channel', example: '120363041234567890@g.us' }),
    name: label.meta({ description: 'Name of the group or channel', example: 'Neighbours' }),
    code: label
      .optional()
      .meta({ description: 'Invite code of a group, for this person alone', example: 'AbCdEfGhIjKlMnOp' }),
    expiresAt: unixSeconds
      .optional()
      .meta({ description: 'End of the invitation, in Unix seconds', example: 1_750_847_400 }),
    asAdmin: z
      .literal(true)
      .optional()
      .meta({ description: 'True for an invitation to administer the channel', example: true }),
    community: z
      .literal(true)
      .optional()
      .meta({ description: 'True for an invitation to a community', example: true }),
  })
  .meta({
    id: 'Invitation',
    description: 'An invitation to a group or a channel',
    example: { jid: '120363041234567890@g.us', name: 'Neighbours', code: 'AbCdEfGhIjKlMnOp' },
  })

/** The invitation to a group or a channel. */
export const inviteField = { invite: inviteSchema.optional() }
