import { and, isNull } from 'drizzle-orm'
import type { MessageContent, MessageType } from '#shared/contracts/messages.ts'
import { messages } from '#shared/database/index.ts'
import type { Context } from '../../context.ts'
import { ownMessage } from '../internal/ownMessage.ts'

/**
 * Finds a message of ours by its id. A recipient that could not decrypt the message requests a retry, from any host and
 * at any time.
 */
export async function sentMessage({
  ctx,
  input: ref,
}: {
  ctx: Pick<Context, 'db'>
  input: { sessionId: string; messageId: string }
}): Promise<
  | {
      id: string
      remoteJid: string
      type: MessageType
      content: MessageContent
      payload: Buffer | null
      /** The sealed secret of the message. */
      secret: Buffer | null
    }
  | undefined
> {
  const [row] = await ctx.db
    .select({
      id: messages.id,
      remoteJid: messages.remoteJid,
      type: messages.type,
      content: messages.content,
      payload: messages.payload,
      secret: messages.secret,
    })
    .from(messages)
    .where(and(ownMessage(ref), isNull(messages.deletedAt)))
  return row
}
