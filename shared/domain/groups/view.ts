import { z } from 'zod'
import { GROUP_ADMINS } from '#shared/contracts/groups.ts'
import { phoneOf } from '#shared/jid.ts'
import type { GroupRow } from './snapshot.ts'

export const groupSchema = z.object({
  id: z.string().meta({ example: '120363041234567890@g.us' }),
  subject: z.string().meta({ example: 'Orders' }),
  description: z.string().nullable().meta({ example: 'Questions about orders' }),
  owner: z
    .string()
    .nullable()
    .meta({ description: 'JID of the creator; null if unknown', example: '905551234567@s.whatsapp.net' }),
  createdAt: z.iso.datetime().nullable().meta({ description: 'Creation time on WhatsApp' }),
  size: z.int().meta({ description: 'Number of members, including yourself', example: 3 }),
  announce: z.boolean().meta({ description: 'True if only admins may write' }),
  locked: z
    .boolean()
    .meta({ description: 'True if only admins may change subject, description and picture' }),
  ephemeralSeconds: z
    .int()
    .meta({ description: 'Lifetime of messages, in seconds; 0 if messages do not disappear', example: 0 }),
  joinApproval: z.boolean().meta({ description: 'True if admins approve people who use the invite link' }),
})

export const memberSchema = z.object({
  jid: z.string().meta({ example: '905551234567@s.whatsapp.net' }),
  phone: z
    .string()
    .nullable()
    .meta({ description: 'Number in digits; null while only a LID is known', example: '905551234567' }),
  lid: z.string().nullable().meta({ example: '630846724446591@lid' }),
  admin: z
    .enum(GROUP_ADMINS)
    .nullable()
    .meta({ description: 'Admin role, null for other members; the creator is the superadmin' }),
})

/** A group with its members. */
export const groupDetailSchema = groupSchema.extend({ participants: z.array(memberSchema) })

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
