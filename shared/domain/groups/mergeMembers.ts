import type { GroupMember } from '#shared/contracts/groups.ts'
import type { Queryable } from '#shared/database/index.ts'
import { isLid } from '#shared/jid.ts'
import { lidsOf, phoneJidsOf } from '../lidMappings/index.ts'
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
  const lids = persons.flatMap(({ jid }) => (isLid(jid) ? [jid] : []))
  const unpaired = persons.flatMap(({ jid, lid }) => (!isLid(jid) && lid === null ? [jid] : []))
  const phones = await phoneJidsOf({ ctx, input: { sessionId, lids } })
  const found = await lidsOf({ ctx, input: { sessionId, phoneJids: unpaired } })
  return persons.map((person) => ({
    ...person,
    jid: phones.get(person.jid) ?? person.jid,
    lid: person.lid ?? found.get(person.jid) ?? null,
  }))
}

/** Keeps one member for each person. The later entry has the current role. */
export function mergeMembers(members: readonly GroupMember[]): GroupMember[] {
  return [...new Map(members.map((member) => [member.jid, member])).values()]
}
