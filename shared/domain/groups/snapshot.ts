import type { GroupMember } from '#shared/contracts/groups.ts'
import type { groups } from '#shared/database/index.ts'

export type { GroupMember }

export type GroupRow = typeof groups.$inferSelect

/** A group as WhatsApp shows it at one moment. */
export type GroupSnapshot = Omit<GroupRow, 'sessionId' | 'size' | 'inviteCode' | 'syncedAt'>

/** Whether two JIDs of a member, by number and by LID, are this one's. */
export function isMember({ jid, lid }: GroupMember, jids: readonly string[]): boolean {
  return jids.includes(jid) || (lid !== null && jids.includes(lid))
}
