import { z } from 'zod'
import { MAX_DESCRIPTION } from '#shared/contracts/sizes.ts'
import { emptyOrFilledText, filledName } from '#shared/input/index.ts'
import { personSchema } from '#shared/jid.ts'
import { messageParams, sessionField } from '../shared.ts'

const groupId = z
  .string()
  .regex(/^[0-9-]{10,40}@g\.us$/, 'Give the id of a group. It ends in @g.us')
  .meta({ description: 'Group ID', example: '120363041234567890@g.us' })

export const groupParam = z.strictObject({ groupId })
export const sessionGroupParams = messageParams.pick({ sessionId: true }).extend({ groupId })

/**
 * Parameters of the path `/groups/{sessionOrGroupId}`, which GET reads as a session and PUT as a group. OpenAPI compares paths
 * without the names of their parameters, so that one path has one name.
 */
export const listedSessionParam = z.strictObject({ sessionOrGroupId: messageParams.shape.sessionId })
export const updatedGroupParam = z.strictObject({ sessionOrGroupId: groupId })

/** Body of an operation on a group. */
export const sessionBody = z.strictObject({ session: sessionField })
/** Query of a DELETE, which has no body. */
export const sessionQuery = z.strictObject({ session: sessionField })

export const refreshQuery = z.strictObject({
  refresh: z.boolean().default(false).meta({
    description:
      'True to fetch from WhatsApp first. This is rarely needed, because changes arrive immediately',
    example: false,
  }),
})

/** A participant of a group. */
const participant = personSchema.meta({
  description: 'A phone number or the JID of a user. A group cannot be a member of a group',
  example: '905551234567',
})

/** WhatsApp's limit of a group is 1,024 members, including the creator. */
export const MAX_PARTICIPANTS = 1_023

export const participantsField = z
  .array(participant)
  .min(1)
  .max(MAX_PARTICIPANTS)
  // A participant that is named twice gets one outcome.
  .transform((jids) => [...new Set(jids)])
  .meta({
    description: `Phone numbers or JIDs, ${MAX_PARTICIPANTS} at most; a participant that is named twice counts once`,
    example: ['905551234567'],
  })

/** WhatsApp's own limits. */
export const subjectField = filledName(100).meta({
  description: 'Name of the group (1-100 characters)',
  example: 'Orders',
})
export const descriptionField = emptyOrFilledText(MAX_DESCRIPTION).meta({
  description: 'Description of the group. An empty text removes the description',
  example: 'Questions about orders',
})

/** Body of an operation on participants of a group. */
export const participantsBody = sessionBody.extend({ participants: participantsField }).meta({
  id: 'GroupParticipantsInput',
  description: 'A session, and participants of a group',
  example: { session: 'YoNofiM9vtHy', participants: ['905551234567'] },
})
