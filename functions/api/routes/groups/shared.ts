import { z } from 'zod'
import { MAX_DESCRIPTION } from '#shared/contracts/sizes.ts'
import { isGroupJid, recipientSchema } from '#shared/jid.ts'
import { messageParams, sessionField } from '../shared.ts'

const groupId = z
  .string()
  .regex(/^[\d-]{10,40}@g\.us$/, 'Give the id of a group. It ends in @g.us')
  .meta({ description: 'Group ID', example: '120363041234567890@g.us' })

export const sessionParams = messageParams.pick({ sessionId: true })
export const groupParam = z.strictObject({ groupId })
export const sessionGroupParams = sessionParams.extend({ groupId })

/** Body of an operation on a group. */
export const sessionBody = z.strictObject({ session: sessionField })
/** Query of a DELETE, which has no body. */
export const sessionQuery = z.strictObject({ session: sessionField })

export const refreshQuery = z.strictObject({
  refresh: z
    .enum(['true', 'false'])
    .default('false')
    .transform((written) => written === 'true')
    .meta({
      description: 'Fetch from WhatsApp first. Rarely needed, because changes arrive immediately',
      example: 'false',
    }),
})

/** A participant of a group. */
const participant = recipientSchema
  .refine((jid) => !isGroupJid(jid), 'A group cannot be a member of a group')
  .meta({ description: 'A phone number or a JID', example: '905551234567' })

/** WhatsApp's limit of a group is 1,024 members, including the creator. */
export const MAX_PARTICIPANTS = 1_023

export const participantsField = z
  .array(participant)
  .min(1)
  .max(MAX_PARTICIPANTS)
  // A participant that is named twice gets one outcome.
  .transform((jids) => [...new Set(jids)])
  .meta({ example: ['905551234567'] })

/** WhatsApp's own limits. */
export const subjectField = z.string().trim().min(1).max(100).meta({ example: 'Orders' })
export const descriptionField = z
  .string()
  .max(MAX_DESCRIPTION)
  .meta({ description: 'An empty description removes it', example: 'Where we talk about orders' })
