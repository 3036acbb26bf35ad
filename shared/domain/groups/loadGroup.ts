import { and, eq } from 'drizzle-orm'
import { groups } from '#shared/database/index.ts'
import { NotFound } from '#shared/errors/index.ts'
import type { Context } from '../context.ts'
import { completeNames, mergeMembers } from './mergeMembers.ts'
import type { GroupRow } from './snapshot.ts'

/**
 * Finds the stored state of a group, with the numbers and LIDs of its members that are known by now. Returns null if the
 * session is not in the group.
 */
export async function findGroup({
  ctx,
  input: { sessionId, groupId },
}: {
  ctx: Pick<Context, 'db'>
  input: { sessionId: string; groupId: string }
}): Promise<GroupRow | null> {
  const [row] = await ctx.db
    .select()
    .from(groups)
    .where(and(eq(groups.sessionId, sessionId), eq(groups.id, groupId)))
  if (!row) return null
  const persons = await completeNames({ ctx, input: { sessionId: row.sessionId, persons: row.members } })
  const members = mergeMembers(persons)
  return { ...row, members, size: members.length }
}

/**
 * Loads a group that the session is in. The caller has loaded the session within its app.
 * @throws NotFound
 */
export async function loadGroup({
  ctx,
  input: ref,
}: {
  ctx: Pick<Context, 'db'>
  input: { sessionId: string; groupId: string }
}): Promise<GroupRow> {
  const row = await findGroup({ ctx, input: ref })
  if (!row) throw new NotFound({ what: 'Group', id: ref.groupId })
  return row
}
