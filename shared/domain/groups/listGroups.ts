import { and, asc, eq, getTableColumns, gt } from 'drizzle-orm'
import { z } from 'zod'
import { groups } from '#shared/database/index.ts'
import { decodeCursor, type Page, toPage } from '#shared/pagination.ts'
import { askConnector } from '../connectorRequests/index.ts'
import type { AppContext } from '../context.ts'
import { loadPairedSession, loadSession } from '../sessions/index.ts'
import { type GroupView, toGroupView } from './view.ts'

const sortKey = z.tuple([z.string()])

/**
 * Lists the groups that a session is in, in the order of their ids, from the database.
 * @param input.refresh true to query WhatsApp for all groups first
 * @throws NotFound; with `refresh` also SessionNotPaired, OperationTimedOut, WhatsAppRejected
 */
export async function listGroups({
  ctx,
  input,
}: {
  ctx: AppContext
  input: { sessionId: string; refresh: boolean; limit: number; cursor?: string | undefined }
}): Promise<Page<GroupView>> {
  const { sessionId, limit } = input
  const after = decodeCursor(input.cursor, sortKey)
  if (!input.refresh) await loadSession({ ctx, input: { id: sessionId } })
  else {
    const session = await loadPairedSession({ ctx, input: { id: sessionId } })
    await askConnector({
      ctx,
      input: { session, request: { kind: 'groups.sync' }, operation: 'list groups' },
    })
  }
  const { members: _members, ...columns } = getTableColumns(groups)
  const rows = await ctx.db
    .select(columns)
    .from(groups)
    .where(and(eq(groups.sessionId, sessionId), after && gt(groups.id, after[0])))
    .orderBy(asc(groups.id))
    .limit(limit + 1)
  return toPage(rows, limit, ({ id }) => [id], toGroupView)
}
