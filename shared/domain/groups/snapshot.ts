import type { GroupMember } from '#shared/contracts/groups.ts'
import type { groups } from '#shared/database/index.ts'

export type { GroupMember }

export type GroupRow = typeof groups.$inferSelect

/** State of a group on WhatsApp at one moment. */
export type GroupSnapshot = Omit<GroupRow, 'sessionId' | 'size' | 'inviteCode' | 'syncedAt' | 'adminChanges'>

/** Tells whether a list of JIDs contains the number or the LID of a member. */
export function isMember({ jid, lid }: Pick<GroupMember, 'jid' | 'lid'>, jids: readonly string[]): boolean {
  return jids.includes(jid) || (lid !== null && jids.includes(lid))
}
