import { z } from 'zod'

export const MEMBER_ACTIONS = ['add', 'remove', 'promote', 'demote'] as const
export type MemberAction = (typeof MEMBER_ACTIONS)[number]

export const JOIN_DECISIONS = ['approve', 'reject'] as const
export type JoinDecision = (typeof JOIN_DECISIONS)[number]

export type ParticipantAction = MemberAction | JoinDecision

/** The result of a change for one participant. */
export const PARTICIPANT_OUTCOMES = [
  'added',
  'removed',
  'promoted',
  'demoted',
  'approved',
  'rejected',
  'invite_needed',
  'already_member',
  'recently_left',
  'not_on_whatsapp',
  'not_found',
  'not_allowed',
  'refused',
] as const
export type ParticipantOutcome = (typeof PARTICIPANT_OUTCOMES)[number]

/** WhatsApp's answer for one participant. `code` is 200, or the reason of the failure. */
export const participantAnswerSchema = z.object({
  /** The JID of the request. */
  participant: z.string(),
  code: z.string(),
  inviteCode: z.string().exactOptional(),
  inviteExpiresAt: z.string().exactOptional(),
})
export type ParticipantAnswer = z.infer<typeof participantAnswerSchema>

/** A person who used the invite link and waits for the approval of an admin. */
export const joinRequestSchema = z.object({
  jid: z.string(),
  lid: z.string().nullable(),
  requestedAt: z.string().nullable(),
})
export type JoinRequest = z.infer<typeof joinRequestSchema>

const groupId = z.string()
const participants = z.array(z.string())

export const GROUP_ADMINS = ['admin', 'superadmin'] as const

/** A member of a group. */
export interface GroupMember {
  /** JID with the phone number, if WhatsApp shows the number; otherwise the LID. */
  jid: string
  lid: string | null
  admin: (typeof GROUP_ADMINS)[number] | null
}

/** A member became an admin, or ceased to be one. */
export interface AdminChange {
  jid: string
  lid: string | null
  isAdmin: boolean
  /** Time of the change, in Unix seconds. */
  at: number
}

/** The settings of a group that WhatsApp reports one by one, as an event shows them. */
export const groupSettingsSchema = z.object({
  subject: z.string().meta({ description: 'Name of the group', example: 'Orders' }),
  description: z
    .string()
    .nullable()
    .meta({ description: 'Description of the group; null if it was removed', example: 'Weekly orders' }),
  announce: z.boolean().meta({ description: 'True if only admins can write', example: false }),
  locked: z.boolean().meta({ description: 'True if only admins can change the settings', example: false }),
  ephemeralSeconds: z
    .number()
    .int()
    .meta({ description: 'Lifetime of messages in seconds; 0 means no limit', example: 86_400 }),
  joinApproval: z
    .boolean()
    .meta({ description: 'True if an admin must approve each new member', example: false }),
  inviteCode: z.string().nullable().meta({
    description: 'Code of the new invite link; null if it is unknown',
    example: 'LqTF8mDjWgG1vC5rVbX9Zk',
  }),
})
export type GroupSettings = z.infer<typeof groupSettingsSchema>

export const ADDRESSING_MODES = ['lid', 'pn'] as const
export type AddressingMode = (typeof ADDRESSING_MODES)[number]

/** The requests about groups. The database has the result before the caller receives the answer. */
export const groupRequests = [
  /** Reads all groups from WhatsApp. */
  z.object({ kind: z.literal('groups.sync') }),
  z.object({ kind: z.literal('group.fetch'), groupId }),
  z.object({ kind: z.literal('group.create'), subject: z.string(), participants }),
  z.object({
    kind: z.literal('group.update'),
    groupId,
    subject: z.string().exactOptional(),
    description: z.string().exactOptional(),
    announce: z.boolean().exactOptional(),
    locked: z.boolean().exactOptional(),
    ephemeralSeconds: z.int().exactOptional(),
    joinApproval: z.boolean().exactOptional(),
  }),
  z.object({ kind: z.literal('group.members'), groupId, action: z.enum(MEMBER_ACTIONS), participants }),
  z.object({ kind: z.literal('group.leave'), groupId }),
  z.object({ kind: z.literal('group.invite'), groupId, revoke: z.boolean() }),
  z.object({ kind: z.literal('group.join'), code: z.string() }),
  /** `mediaKey` is the key of the file in our store; null removes the picture. */
  z.object({ kind: z.literal('group.picture'), groupId, mediaKey: z.string().nullable() }),
  z.object({ kind: z.literal('group.join-requests'), groupId }),
  z.object({ kind: z.literal('group.decide'), groupId, decision: z.enum(JOIN_DECISIONS), participants }),
] as const
