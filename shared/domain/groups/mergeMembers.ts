import type { GroupMember } from '#shared/contracts/groups.ts'
import type { Queryable } from '#shared/database/index.ts'
import { isLid } from '#shared/jid.ts'
import { canonicalJidsOf, lidsOf } from '../lidMappings/index.ts'
import { identitiesOf } from '../usernames/index.ts'
import type { NamedPerson } from './personFields.ts'

/**
 * Completes persons with the numbers and LIDs that the session knows by now. WhatsApp may name a person by LID first and
 * by number later.
 */
export async function completeNames<Person extends NamedPerson>({
  ctx,
  input: { sessionId, persons },
}: {
  ctx: { db: Queryable }
  input: { sessionId: string; persons: readonly Person[] }
}): Promise<Person[]> {
  const jids = persons.map(({ jid }) => jid)
  const canonical = await canonicalJidsOf({ ctx, input: { sessionId, jids } })
  const named = persons.map((person) => ({ ...person, jid: canonical.get(person.jid) ?? person.jid }))
  const unpaired = named.flatMap(({ jid, lid }) => (!isLid(jid) && lid === null ? [jid] : []))
  const found = await lidsOf({ ctx, input: { sessionId, phoneJids: unpaired } })
  return named.map((person) => ({ ...person, lid: person.lid ?? found.get(person.jid) ?? null }))
}

/** Adds the current usernames to persons, for an event. A stored group has no usernames, because they change. */
export async function addUsernames<Person extends NamedPerson>({
  ctx,
  input: { sessionId, persons },
}: {
  ctx: { db: Queryable }
  input: { sessionId: string; persons: readonly Person[] }
}): Promise<Person[]> {
  const jids = persons.map(({ jid, lid }) => lid ?? jid)
  const identities = await identitiesOf({ ctx, input: { sessionId, jids } })
  return persons.map((person) => ({
    ...person,
    username: identities.get(person.lid ?? person.jid)?.username ?? null,
  }))
}

/** Keeps one member for each person. The later entry has the current role. */
export function mergeMembers(members: readonly GroupMember[]): GroupMember[] {
  return [...new Map(members.map((member) => [member.jid, member])).values()]
}
