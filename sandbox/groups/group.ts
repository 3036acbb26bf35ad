/** What an admin is: who made the group is `superadmin`, whom nobody else can remove or demote. */
export type Rank = 'superadmin' | 'admin'

export interface Member {
  phone: string
  admin?: Rank
}

/** Who may add members: admins, or all. */
export const MEMBER_ADD_MODES = ['admin_add', 'all_member_add'] as const

/** A text under the subject; each version has an id, which the next change names. */
interface Description {
  id: string
  text: string
  author: string
  time: number
}

/** A group. People in it are named by their numbers; stanzas name them by LID, and the number beside it. */
export interface Group {
  /** `<digits>@g.us`. */
  id: string
  subject: string
  subjectAuthor: string
  subjectTime: number
  description?: Description
  /** A file of the media server. */
  picture?: { id: string; directPath: string }
  /** Unix seconds. */
  creation: number
  creator: string
  /** In the order in which they came. */
  members: Member[]
  /** Only admins write. */
  announce: boolean
  /** Only admins change subject, description and the time after which messages disappear. */
  locked: boolean
  /** Seconds; 0 keeps messages. */
  ephemeral: number
  memberAddMode: (typeof MEMBER_ADD_MODES)[number]
  /** Whether admins let in who comes by the invite link. */
  joinApproval: boolean
  invite: string
  /** Invite codes that were taken back. */
  revokedInvites: string[]
  /** Who came by the invite link and waits for an admin. */
  requests: { phone: string; time: number }[]
  /** Codes by which those may come who let nobody add them, by number. */
  addRequests: Record<string, { code: string; expiration: number }>
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
