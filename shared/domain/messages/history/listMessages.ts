import { and, desc, eq, getTableColumns, inArray, sql } from 'drizzle-orm'
import { z } from 'zod'
import type { MessageContent } from '#shared/contracts/messages.ts'
import { messages } from '#shared/database/index.ts'
import { decodeCursor, type Page, toPage, whileFits } from '#shared/pagination.ts'
import type { AppContext } from '../../context.ts'
import { chatJidsOf } from '../../lidMappings/index.ts'
import { loadSession } from '../../sessions/index.ts'
import { type MessageView, toMessageView } from '../view.ts'
import { identify } from './identify.ts'
import { nameByNumbers } from './nameByNumbers.ts'

const sortKey = z.tuple([z.int(), z.int()])
const newestFirst = sql`${messages.timestamp} desc, ${messages.seq} desc`
const {
  payload: _payload,
  preview: _preview,
  secret: _secret,
  usernameKey: _usernameKey,
  ...columns
} = getTableColumns(messages)

/**
 * Lists a session's messages, newest first. With `jid`, lists the messages of one chat, by the number in any spelling or by the LID. A page does
 * not shift when messages arrive.
 * @throws NotFound
 */
export async function listMessages({
  ctx,
  input,
}: {
  ctx: AppContext
  input: { sessionId: string; jid?: string | undefined; limit: number; cursor?: string | undefined }
}): Promise<Page<MessageView>> {
  const session = await loadSession({ ctx, input: { id: input.sessionId } })
  const after = decodeCursor(input.cursor, sortKey)
  const chat = input.jid === undefined ? undefined : { sessionId: session.id, jid: input.jid }
  const jids = chat && (await chatJidsOf({ ctx, input: chat }))
  const rows = await ctx.db
    .select({ ...columns, content: whileFits<MessageContent>(messages.content, newestFirst) })
    .from(messages)
    .where(
      and(
        eq(messages.sessionId, session.id),
        // One JID, the usual case, lets the index of a chat order the page.
        jids && inArray(messages.remoteJid, jids),
        after && sql`(${messages.timestamp}, ${messages.seq}) < (${after[0]}::bigint, ${after[1]}::bigint)`,
      ),
    )
    .orderBy(desc(messages.timestamp), desc(messages.seq))
    .limit(input.limit + 1)
  const named = await nameByNumbers({ ctx, input: { sessionId: session.id, rows } })
  const persons = await identify({ ctx, input: { sessionId: session.id, rows: named } })
  const views = await Promise.all(
    named.map(({ content, ...row }, index) =>
      content === null
        ? null
        : toMessageView({ ctx, input: { ...row, content, person: persons[index] ?? null } }),
    ),
  )
  return toPage(
    rows,
    input.limit,
    (row) => [row.timestamp, row.seq],
    (_, index) => views[index] ?? null,
  )
}
