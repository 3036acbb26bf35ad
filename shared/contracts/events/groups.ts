import { z } from 'zod'
import { groupSettingsSchema } from '../groups.ts'
import { defineEvent } from './event.ts'
import { session } from './fields.ts'

const groupId = z.string().meta({ description: 'JID of the group', example: '120363041234567890@g.us' })
const participants = z.array(z.string()).meta({
  description: 'JIDs of the members that the change affects',
  example: ['905551234567@s.whatsapp.net'],
})
const participantLids = z
  .array(z.string().nullable())
  .optional()
  .meta({
    description:
      'LIDs of these members, in the same order; null where a LID is unknown. Absent if none is known',
    example: ['123456789012345@lid'],
  })
const participantUsernames = z
  .array(z.string().nullable())
  .optional()
  .meta({
    description:
      'Usernames of these members, in the same order; null where a username is unknown. Absent if none is known',
    example: ['ayse.yilmaz'],
  })
const actorUsername = z
  .string()
  .optional()
  .meta({ description: 'Username of this person, if it is known', example: 'mehmet.demir' })
const actorLid = z
  .string()
  .optional()
  .meta({ description: 'LID of this person, if it is known', example: '118734550921347@lid' })
const actor = z.string().nullable().meta({
  description: 'JID of the person who made the change; null if WhatsApp does not name the person',
  example: '905559876543@s.whatsapp.net',
})
const example = {
  session: 'YoNofiM9vtHy',
  groupId: '120363041234567890@g.us',
  actor: '905559876543@s.whatsapp.net',
}

export const groupJoin = defineEvent({
  type: 'group.join',
  summary: 'Participant added to group',
  description:
    'A person joined a group of the session, or was added by an admin. The session itself also joins: when somebody adds it, and when ' +
    'it is in a new group. The event of a new group names all members.',
  data: z
    .object({
      session,
      groupId,
      action: z.literal('add').meta({ description: 'The change', example: 'add' }),
      participants,
      actor,
      participantLids,
      actorLid,
      participantUsernames,
      actorUsername,
    })
    .meta({ id: 'GroupJoinData' }),
  example: { ...example, action: 'add', participants: ['905551234567@s.whatsapp.net'] },
})

export const groupLeave = defineEvent({
  type: 'group.leave',
  summary: 'Participant removed from group',
  description: 'A person left a group of the session, or was removed by an admin.',
  data: z
    .object({
      session,
      groupId,
      action: z.enum(['remove', 'leave']).meta({
        description: '`leave`: the person left; `remove`: an admin removed the person',
        example: 'leave',
      }),
      participants,
      actor,
      participantLids,
      actorLid,
      participantUsernames,
      actorUsername,
    })
    .meta({ id: 'GroupLeaveData' }),
  example: { ...example, action: 'remove', participants: ['905551234567@s.whatsapp.net'] },
})

export const groupUpdate = defineEvent({
  type: 'group.update',
  summary: 'Group settings changed',
  description: 'An admin changed a setting of a group, or promoted or demoted members.',
  data: z
    .object({
      session,
      groupId,
      action: z.enum(['promote', 'demote', ...groupSettingsSchema.keyof().options]).meta({
        description: 'The change: `promote`, `demote`, or the name of the changed setting',
        example: 'subject',
      }),
      participants: participants.optional(),
      changes: groupSettingsSchema
        .partial()
        .optional()
        .meta({ description: 'The new values of the changed settings', example: { subject: 'Orders' } }),
      actor,
      participantLids,
      actorLid,
      participantUsernames,
      actorUsername,
    })
    .meta({ id: 'GroupUpdateData' }),
  example: { ...example, action: 'subject', changes: { subject: 'Orders' } },
})
