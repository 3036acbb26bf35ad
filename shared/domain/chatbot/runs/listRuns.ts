import { and, desc, eq, getTableColumns, inArray, lt, sql } from 'drizzle-orm'
import { z } from 'zod'
import { runStatusSchema } from '#shared/contracts/chatbot.ts'
import { flowRuns } from '#shared/database/index.ts'
import { recipientSchema } from '#shared/jid.ts'
import { decodeCursor, type Page, toPage, whileFits } from '#shared/pagination.ts'
import { jidSpellingsOf } from '#shared/spellings.ts'
import type { AppContext } from '../../context.ts'
import { loadFlow } from '../flows/index.ts'
import { linesOf } from './lines.ts'
import type { RunRow } from './row.ts'
import { type Conversation, toConversation } from './view.ts'

const sortKey = z.tuple([z.int()])
const lastFirst = sql`${flowRuns.seq} desc`

/** Filter of listed conversations. */
export const conversationFilter = z.strictObject({
  status: runStatusSchema
    .optional()
    .meta({ description: 'Only conversations with this status', example: 'active' }),
  chat: recipientSchema.optional().meta({
    description: 'Only conversations of the chat with this phone number, in any spelling, or with this JID',
    example: '905551234567@s.whatsapp.net',
  }),
})

/**
 * Lists a flow's conversations with the last lines of their transcripts, newest first.
 * @throws NotFound
 */
export async function listRuns({
  ctx,
  input,
}: {
  ctx: AppContext
  input: z.output<typeof conversationFilter> & {
    flowId: string
    limit: number
    cursor?: string | undefined
  }
}): Promise<Page<Conversation>> {
  const { flowId, status, chat, limit, cursor } = input
  await loadFlow({ ctx, input: { id: flowId } })
  const after = decodeCursor(cursor, sortKey)
  const rows = await ctx.db
    .select({ ...getTableColumns(flowRuns), state: whileFits<RunRow['state']>(flowRuns.state, lastFirst) })
    .from(flowRuns)
    .where(
      and(
        eq(flowRuns.appId, ctx.appId),
        eq(flowRuns.flowId, flowId),
        status && eq(flowRuns.status, status),
        chat === undefined ? undefined : inArray(flowRuns.chat, jidSpellingsOf(chat)),
        after && lt(flowRuns.seq, after[0]),
      ),
    )
    .orderBy(desc(flowRuns.seq))
    .limit(limit + 1)
  const lines = await linesOf({ ctx, input: rows })
  return toPage(
    rows,
    limit,
    (row) => [row.seq],
    ({ state, ...row }) => {
      const transcript = lines.get(row.id)
      return state && transcript ? toConversation({ ...row, state }, transcript) : null
    },
  )
}
