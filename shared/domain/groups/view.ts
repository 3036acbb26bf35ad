import { z } from 'zod'
import { GROUP_ADMINS } from '#shared/contracts/groups.ts'
import { phoneOf } from '#shared/jid.ts'
import type { GroupRow } from './snapshot.ts'

const EXAMPLE = {
  id: '120363041234567890@g.us',
  subject: 'Orders',
  description: 'Questions about orders',
  owner: '905559876543@s.whatsapp.net',
  createdAt: '2026-06-24T10:30:00.000Z',
  size: 2,
  announce: false,
  locked: false,
  ephemeralSeconds: 0,
  joinApproval: false,
}

export const groupSchema = z
  .object({
    id: z.string().meta({ description: 'Group ID, which is its JID', example: EXAMPLE.id }),
    subject: z.string().meta({ description: 'Name of the group', example: EXAMPLE.subject }),
    description: z
      .string()
      .nullable()
      .meta({ description: 'Description of the group; null if there is none', example: EXAMPLE.description }),
    owner: z
      .string()
      .nullable()
      .meta({ description: 'JID of the creator; null if unknown', example: EXAMPLE.owner }),
    createdAt: z.iso
      .datetime()
      .nullable()
      .meta({ description: 'Creation time on WhatsApp; null if unknown', example: EXAMPLE.createdAt }),
    size: z.int().meta({ description: 'Number of members, including yourself', example: EXAMPLE.size }),
    announce: z.boolean().meta({ description: 'True if only admins may write', example: false }),
    locked: z.boolean().meta({
      description: 'True if only admins may change subject, description and picture',
      example: false,
    }),
    ephemeralSeconds: z
      .int()
      .meta({ description: 'Lifetime of messages, in seconds; 0 if messages do not disappear', example: 0 }),
    joinApproval: z
      .boolean()
      .meta({ description: 'True if admins approve people who use the invite link', example: false }),
  })
  .meta({ id: 'Group', description: 'A group that the session is in', example: EXAMPLE })

const MEMBERS = [
  {
    jid: '905559876543@s.whatsapp.net',
    phone: '905559876543',
    lid: '118734550921347@lid',
    admin: 'superadmin',
  },
  { jid: '905551234567@s.whatsapp.net', phone: '905551234567', lid: '630846724446591@lid', admin: null },
]

/** A person in a group, or before a group. */
export const groupPersonFields = {
  jid: z.string().meta({
    description: 'JID of the person: with the number if WhatsApp shows the number, otherwise the LID',
    example: '905551234567@s.whatsapp.net',
  }),
  phone: z
    .string()
    .nullable()
    .meta({ description: 'Number in digits; null while only a LID is known', example: '905551234567' }),
  lid: z
    .string()
    .nullable()
    .meta({ description: 'LID of the person; null if it is unknown', example: '630846724446591@lid' }),
}

export const memberSchema = z
  .object({
    ...groupPersonFields,
    admin: z.enum(GROUP_ADMINS).nullable().meta({
      description: 'Admin role, null for other members; the creator is the superadmin',
      example: 'admin',
    }),
  })
  .meta({ id: 'GroupMember', description: 'A member of a group', example: MEMBERS[1] })

/** Example of a group with its members. */
export const GROUP_DETAIL_EXAMPLE = { ...EXAMPLE, participants: MEMBERS }

/** A group with its members. */
export const groupDetailSchema = groupSchema
  .extend({
    participants: z
      .array(memberSchema)
      .meta({ description: 'Members of the group, including yourself', example: MEMBERS }),
  })
  .meta({ id: 'GroupDetail', description: 'A group with its members', example: GROUP_DETAIL_EXAMPLE })

export type GroupView = z.infer<typeof groupSchema>
export type GroupDetail = z.infer<typeof groupDetailSchema>

export function toGroupView(row: Omit<GroupRow, 'members'>): GroupView {
  const { id, subject, description, owner, size, announce, locked, ephemeralSeconds, joinApproval } = row
  const createdAt = row.createdAt?.toISOString() ?? null
  return {
    id,
    subject,
    description,
    owner,
    createdAt,
    size,
    announce,
    locked,
    ephemeralSeconds,
    joinApproval,
  }
}

export function toGroupDetail(row: GroupRow): GroupDetail {
  const participants = row.members.map((member) => ({ ...member, phone: phoneOf(member.jid) }))
  return { ...toGroupView(row), participants }
}
