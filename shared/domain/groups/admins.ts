import type { AdminChange, GroupMember } from '#shared/contracts/groups.ts'
import { isMember } from './snapshot.ts'

/** Age in seconds at which a change is forgotten. WhatsApp keeps a message for an offline device as long. */
const KEPT_SECONDS = 30 * 86_400
const MAX_CHANGES = 200

/** The admins of a group: the current ones, and their recent changes. */
interface Admins {
  members: readonly GroupMember[]
  adminChanges: readonly AdminChange[]
}

/**
 * Tells whether a person was an admin at a time. WhatsApp gives times in seconds. A person who was an admin at any moment of that
 * second was an admin.
 * @param jids all known JIDs of the person
 * @param at in Unix seconds
 */
export function wasAdmin({ members, adminChanges }: Admins, jids: readonly string[], at: number): boolean {
  const own = adminChanges.filter((change) => isMember(change, jids)).sort((a, b) => a.at - b.at)
  if (own.some((change) => change.at === at && change.isAdmin)) return true
  const earlier = own.filter((change) => change.at < at).at(-1)
  if (earlier) return earlier.isAdmin
  // The first change that is known tells the state before that change.
  const [later] = own
  return later ? !later.isAdmin : isAdminNow(members, jids)
}

/** Adds changes of admins that are not known yet, and forgets old changes. */
export function addAdminChanges(
  before: readonly AdminChange[],
  changes: readonly AdminChange[],
): AdminChange[] {
  const fresh = changes.filter((change) => !before.some((one) => isSame(one, change)))
  if (fresh.length === 0) return [...before]
  const oldest = Math.max(...fresh.map(({ at }) => at)) - KEPT_SECONDS
  return [...before, ...fresh].filter(({ at }) => at >= oldest).slice(-MAX_CHANGES)
}

/**
 * Returns the changes of admins between two states of a group.
 * @param at in Unix seconds
 */
export function adminChangesBetween(
  before: readonly GroupMember[],
  after: readonly GroupMember[],
  at: number,
): AdminChange[] {
  const [old, current] = [before.filter(({ admin }) => admin), after.filter(({ admin }) => admin)]
  return [
    ...missing(current, old).map((member) => toChange(member, true, at)),
    ...missing(old, current).map((member) => toChange(member, false, at)),
  ]
}

function isAdminNow(members: readonly GroupMember[], jids: readonly string[]): boolean {
  return members.some((member) => member.admin !== null && isMember(member, jids))
}

/** Returns the members that another list lacks. */
function missing(members: readonly GroupMember[], others: readonly GroupMember[]): GroupMember[] {
  const names = new Set(others.flatMap(({ jid, lid }) => [jid, lid]))
  return members.filter(({ jid, lid }) => !names.has(jid) && !(lid && names.has(lid)))
}

function isSame(one: AdminChange, other: AdminChange): boolean {
  return one.jid === other.jid && one.at === other.at && one.isAdmin === other.isAdmin
}

function toChange({ jid, lid }: GroupMember, isAdmin: boolean, at: number): AdminChange {
  return { jid, lid, isAdmin, at }
}
