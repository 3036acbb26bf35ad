import { and, eq } from 'drizzle-orm'
import { messages, sessions } from '#shared/database/index.ts'
import { newMessageId } from '#shared/ids.ts'
import type { SendContext } from '../../context.ts'
import { enqueueMessage } from './enqueueMessage.ts'
import type { Accepted } from './sendMessage.ts'

/**
 * What an earlier run of the same request has accepted, its command enqueued once more; null if there was none. To be asked before
 * anything may refuse the request: what was accepted is not refused by its repetition.
 */
export async function findReplay({
  ctx,
  input: { sessionId },
}: {
  ctx: SendContext
  input: { sessionId: string }
}): Promise<Accepted | null> {
  if (ctx.seed === undefined) return null
  const id = newMessageId(ctx.seed)
  const [row] = await ctx.db
    .select({ remoteJid: messages.remoteJid, partition: sessions.partition })
    .from(messages)
    .innerJoin(sessions, eq(sessions.id, messages.sessionId))
    .where(
      and(
        eq(messages.sessionId, sessionId),
        eq(messages.id, id),
        eq(messages.sender, 'me'),
        eq(messages.appId, ctx.appId),
      ),
    )
  if (!row) return null
  await enqueueMessage({
    ctx,
    input: { session: { id: sessionId, partition: row.partition }, messageId: id },
  }).catch((err: unknown) =>
    // The sweeper does it.
    ctx.log.warn({ err, sessionId, messageId: id }, 'message.not_enqueued'),
  )
  return { key: { remoteJid: row.remoteJid, fromMe: true, id }, status: 'PENDING' }
}
