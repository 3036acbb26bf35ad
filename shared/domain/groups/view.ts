import { z } from 'zod'
import { GROUP_ADMINS } from '#shared/contracts/groups.ts'
import type { Queryable } from '#shared/database/index.ts'
import { phoneOf } from '#shared/jid.ts'
import { identitiesOf } from '../usernames/index.ts'
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
    username: null,
    admin: 'superadmin',
  },
  {
    jid: '630846724446591@lid',
    phone: null,
    lid: '630846724446591@lid',
    username: 'ayse.yilmaz',
    admin: null,
  },
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
  username: z.string().nullable().meta({
    description: 'Current username of the person; null if there is none or it is unknown',
    example: 'ayse.yilmaz',
  }),
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

/** Returns a group with its members, and the usernames that the session knows by now. */
export async function viewGroup({
  ctx,
  input: row,
}: {
  ctx: { db: Queryable }
  input: GroupRow
}): Promise<GroupDetail> {
  const participants = await withUsernames({ ctx, input: { sessionId: row.sessionId, persons: row.members } })
  return { ...toGroupView(row), participants }
}

/** Adds the numbers and the usernames to persons. */
export async function withUsernames<Person extends { jid: string; lid: string | null }>({
  ctx,
  input: { sessionId, persons },
}: {
  ctx: { db: Queryable }
  input: { sessionId: string; persons: readonly Person[] }
}): Promise<(Person & { phone: string | null; username: string | null })[]> {
  const jids = persons.map(({ jid, lid }) => lid ?? jid)
  const identities = await identitiesOf({ ctx, input: { sessionId, jids } })
  return persons.map((person) => {
    const username = identities.get(person.lid ?? person.jid)?.username ?? null
    return { ...person, phone: phoneOf(person.jid), username }
  })
}
