import { sql } from 'drizzle-orm'
import { NotFound } from '#shared/errors/index.ts'
import type { AppContext } from '../context.ts'
import { chatJidOf } from '../lidMappings/index.ts'
import { loadSession } from '../sessions/index.ts'
import { findTimer } from './timer.ts'
import { type ChatView, viewChat } from './view.ts'

/**
 * Returns a chat of a session, from the database.
 * @throws NotFound for a chat that the session does not know
 */
export async function getChat({
  ctx,
  input,
}: {
  ctx: AppContext
  input: { sessionId: string; jid: string }
}): Promise<ChatView> {
  const { id: sessionId } = await loadSession({ ctx, input: { id: input.sessionId } })
  const jid = await chatJidOf({ ctx, input: { sessionId, jid: input.jid } })
  const { rows } = await ctx.db.execute(sql`
    select 1 where exists (select 1 from chats where session_id = ${sessionId} and jid = ${jid})
      or exists (select 1 from groups where session_id = ${sessionId} and id = ${jid})
      or exists (select 1 from messages where session_id = ${sessionId} and remote_jid = ${jid})`)
  if (rows.length === 0) throw new NotFound({ what: 'Chat', id: jid })
  const timer = await findTimer({ ctx, input: { sessionId, jid } })
  return await viewChat({ ctx, input: { sessionId, jid, ephemeralSeconds: timer?.seconds ?? 0 } })
}
