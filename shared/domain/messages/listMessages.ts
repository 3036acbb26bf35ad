import { and, desc, eq, sql } from 'drizzle-orm'
import { z } from 'zod'
import { messages } from '#shared/database/index.ts'
import { decodeCursor, type Page, toPage } from '#shared/pagination.ts'
import type { AppContext } from '../context.ts'
import { loadSession } from '../sessions/index.ts'
import { type MessageView, toMessageView } from './view.ts'

const sortKey = z.tuple([z.int(), z.int()])

/** A session's messages, newest first; of one chat if `jid` is given. A page does not shift when messages arrive.
 * @throws NotFound */
export async function listMessages({
  ctx,
  input,
}: {
  ctx: AppContext
  input: { sessionId: string; jid?: string | undefined; limit: number; cursor?: string | undefined }
}): Promise<Page<MessageView>> {
  const session = await loadSession(ctx, input.sessionId)
  const after = decodeCursor(input.cursor, sortKey)
  const rows = await ctx.db
    .select()
    .from(messages)
    .where(
      and(
        eq(messages.sessionId, session.id),
        input.jid === undefined ? undefined : eq(messages.remoteJid, input.jid),
        after && sql`(${messages.timestamp}, ${messages.seq}) < (${after[0]}::bigint, ${after[1]}::bigint)`,
      ),
    )
    .orderBy(desc(messages.timestamp), desc(messages.seq))
    .limit(input.limit + 1)
  const page = toPage(
    rows,
    input.limit,
    (row) => [row.timestamp, row.seq],
    (row) => row,
  )
  return { ...page, items: await Promise.all(page.items.map((row) => toMessageView(ctx, row))) }
}
