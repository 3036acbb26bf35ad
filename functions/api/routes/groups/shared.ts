import { z } from 'zod'
import { MAX_DESCRIPTION } from '#shared/contracts/sizes.ts'
import { isGroupJid, recipientSchema } from '#shared/jid.ts'
import { messageParams, sessionField } from '../shared.ts'

const groupId = z
  .string()
  .regex(/^[\d-]{10,40}@g\.us$/, 'Give the id of a group, which ends in @g.us')
  .meta({ description: 'Group ID', example: '120363041234567890@g.us' })

export const sessionParams = messageParams.pick({ sessionId: true })
export const groupParam = z.object({ groupId })
export const sessionGroupParams = sessionParams.extend({ groupId })

/** What an operation on a group takes. */
export const sessionBody = z.object({ session: sessionField })
/** What a DELETE takes, which has no body. */
export const sessionQuery = z.object({ session: sessionField })

export const refreshQuery = z.object({
  refresh: z
    .enum(['true', 'false'])
    .default('false')
    .transform((written) => written === 'true')
    .meta({
      description: 'Ask WhatsApp first. There is seldom a need: what happens is known at once',
      example: 'false',
    }),
})

/** Somebody who may be in a group. */
const participant = recipientSchema
  .refine((jid) => !isGroupJid(jid), 'A group can not be in a group')
  .meta({ description: 'A phone number or a JID', example: '905551234567' })

/** WhatsApp's own limit of a group is 1,024, with who makes it. */
export const MAX_PARTICIPANTS = 1_023

export const participantsField = z
  .array(participant)
  .min(1)
  .max(MAX_PARTICIPANTS)
  // Of one who is named twice there is one outcome.
  .transform((jids) => [...new Set(jids)])
  .meta({ example: ['905551234567'] })

/** WhatsApp's own limits. */
export const subjectField = z.string().trim().min(1).max(100).meta({ example: 'Orders' })
export const descriptionField = z
  .string()
  .max(MAX_DESCRIPTION)
  .meta({ description: 'An empty one takes it away', example: 'Where we talk about orders' })
