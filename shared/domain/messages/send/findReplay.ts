import { and, eq } from 'drizzle-orm'
import { messages, sessions } from '#shared/database/index.ts'
import { newMessageId } from '#shared/ids.ts'
import type { SendContext } from '../../context.ts'
import { enqueueMessage } from './enqueueMessage.ts'
import type { Accepted } from './sendMessage.ts'

/**
 * Finds the message that an earlier run of the same request has accepted, and enqueues its command again. Returns null
 * if there is none. Callers use this verb before each check that may refuse the request: a repetition must not refuse
 * an accepted message.
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
    // The sweeper enqueues the command later.
    ctx.log.warn({ err, sessionId, messageId: id }, 'message.not_enqueued'),
  )
  return { key: { remoteJid: row.remoteJid, fromMe: true, id }, status: 'PENDING' }
}
