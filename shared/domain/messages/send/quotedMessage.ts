import { and, desc, eq, isNull } from 'drizzle-orm'
import { messages } from '#shared/database/index.ts'
import type { Context } from '../../context.ts'
import type { MessageRow } from '../view.ts'

/** A message that another message quotes, reacts to or edits. */
export type QuotedMessage = Pick<
  MessageRow,
  'remoteJid' | 'fromMe' | 'participant' | 'type' | 'content' | 'preview' | 'payload'
>

/**
 * Finds a message that one of our messages quotes, reacts to or edits. Returns null if the message was deleted meanwhile.
 * @param input.fromMe true for one of our messages; an author chooses the ids, so that the id alone is not enough
 */
export async function quotedMessage({
  ctx,
  input: { sessionId, messageId, fromMe },
}: {
  ctx: Pick<Context, 'db'>
  input: { sessionId: string; messageId: string; fromMe: boolean }
}): Promise<QuotedMessage | null> {
  const { remoteJid, participant, type, content, preview, payload } = messages
  const [row] = await ctx.db
    .select({ remoteJid, fromMe: messages.fromMe, participant, type, content, preview, payload })
    .from(messages)
    .where(
      and(
        eq(messages.sessionId, sessionId),
        eq(messages.id, messageId),
        eq(messages.fromMe, fromMe),
        isNull(messages.deletedAt),
      ),
    )
    .orderBy(desc(messages.seq))
    .limit(1)
  return row ?? null
}
