import { and, desc, eq, inArray, ne, sql } from 'drizzle-orm'
import { z } from 'zod'
import { sessions } from '#shared/database/index.ts'
import { decodeCursor, type Page, toPage } from '#shared/pagination.ts'
import type { AppContext } from '../context.ts'
import { reportedSession } from './reportedStatus.ts'
import { type SessionView, toSessionView } from './view.ts'

const sortKey = z.tuple([z.iso.datetime(), z.string()])

/** Lists the app's sessions that the caller's key opens, newest first. */
export async function listSessions({
  ctx,
  input,
}: {
  ctx: AppContext
  input: { limit: number; cursor?: string | undefined }
}): Promise<Page<SessionView>> {
  const after = decodeCursor(input.cursor, sortKey)
  const rows = await ctx.db
    .select(reportedSession)
    .from(sessions)
    .where(
      and(
        eq(sessions.appId, ctx.appId),
        ne(sessions.desiredState, 'delete'),
        ctx.keySessions ? inArray(sessions.id, [...ctx.keySessions]) : undefined,
        after && sql`(${sessions.createdAt}, ${sessions.id}) < (${after[0]}::timestamptz, ${after[1]})`,
      ),
    )
    .orderBy(desc(sessions.createdAt), desc(sessions.id))
    .limit(input.limit + 1)
  return toPage(rows, input.limit, (row) => [row.createdAt.toISOString(), row.id], toSessionView)
}
