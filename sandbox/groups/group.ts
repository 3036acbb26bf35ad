import type { Addressing } from '../accounts/address.ts'

/** The rank of an admin. The creator is `superadmin`, and nobody else can remove or demote the creator. */
export type Rank = 'superadmin' | 'admin'

export interface Member {
  phone: string
  admin?: Rank
}

/** The members that may add others: admins, or all. */
export const MEMBER_ADD_MODES = ['admin_add', 'all_member_add'] as const

/** The text under the subject. Each version has an id, and the next change must name that id. */
interface Description {
  id: string
  text: string
  author: string
  time: number
}

/** A group. The state names members by phone number. Stanzas name members by LID or by number, together with the other JID. */
export interface Group {
  /** `<digits>@g.us`. */
  id: string
  subject: string
  subjectAuthor: string
  subjectTime: number
  description?: Description
  /** A file of the media server. */
  picture?: { id: string; directPath: string }
  /** In Unix seconds. */
  creation: number
  creator: string
  /** In the order of joining. */
  members: Member[]
  /** True: only admins may write. */
  announce: boolean
  /** True: only admins change the subject, the description and `ephemeral`. */
  locked: boolean
  /** In seconds; 0 keeps messages. */
  ephemeral: number
  /** Time of the setting of `ephemeral`, in Unix seconds; absent before the first change. */
  ephemeralTime?: number
  memberAddMode: (typeof MEMBER_ADD_MODES)[number]
  /** True: an admin must approve each person who uses the invite link. */
  joinApproval: boolean
  invite: string
  /** Revoked invite codes. */
  revokedInvites: string[]
  /** People who used the invite link and wait for an admin, with the time in Unix seconds. */
  requests: { phone: string; time: number }[]
  /** Personal invite codes by phone number, for people who do not allow others to add them. */
  addRequests: Record<string, { code: string; expiration: number }>
  /** The JIDs by which stanzas and metadata name members: LIDs, the default, or phone numbers. */
  addressing?: Addressing
  /** True: stanzas and metadata name each member by one JID only, so that clients learn no pair from the group. */
  hidesPairs?: boolean
}

export function addressingIn({ addressing = 'lid' }: Pick<Group, 'addressing'>): Addressing {
  return addressing
}

export function memberOf(group: Group, phone: string): Member | undefined {
  return group.members.find((member) => member.phone === phone)
}

export function isAdmin(group: Group, phone: string): boolean {
  return memberOf(group, phone)?.admin !== undefined
}

export function isGroupId(jid: string | undefined): jid is string {
  return jid?.endsWith('@g.us') === true
}

export function isChannelId(jid: string | undefined): jid is string {
  return jid?.endsWith('@newsletter') === true
}

/** The chat of all status posts. */
export const STATUS = 'status@broadcast'

/** Tells whether each message of a chat names its author: a group, or the status. */
export function hasAuthors(jid: string | undefined): jid is string {
  return isGroupId(jid) || jid === STATUS
}
