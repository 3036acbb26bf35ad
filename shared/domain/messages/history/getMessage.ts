import { and, desc, eq } from 'drizzle-orm'
import { messages } from '#shared/database/index.ts'
import { NotFound } from '#shared/errors/index.ts'
import { isGroupJid } from '#shared/jid.ts'
import type { AppContext } from '../../context.ts'
import { loadSession } from '../../sessions/index.ts'
import { listAnswers } from '../late/index.ts'
import { listRecipients } from '../status/index.ts'
import { type MessageRow, type MessageView, toMessageView } from '../view.ts'
import { identify } from './identify.ts'
import { nameByNumbers } from './nameByNumbers.ts'

interface MessageRef {
  sessionId: string
  messageId: string
}

/**
 * Returns a message. A message of ours to a group includes its recipients. A poll includes its votes, and an event its responses.
 * @throws NotFound also for another app's message
 */
export async function getMessage({
  ctx,
  input,
}: {
  ctx: AppContext
  input: MessageRef
}): Promise<MessageView> {
  const row = await loadMessage({ ctx, input })
  const view = { ...(await viewMessage({ ctx, input: row })), ...(await answersOf(ctx, row)) }
  if (!row.fromMe || !isGroupJid(row.remoteJid)) return view
  return {
    ...view,
    recipients: await listRecipients({ ctx, input: { sessionId: row.sessionId, messageId: row.id } }),
  }
}

/** Returns the view of one stored message, with the persons that the session knows by now. */
export async function viewMessage({
  ctx,
  input: row,
}: {
  ctx: Pick<AppContext, 'db' | 'media'>
  input: MessageRow
}): Promise<MessageView> {
  const { sessionId } = row
  const [named = row] = await nameByNumbers({ ctx, input: { sessionId, rows: [row] } })
  const [person = null] = await identify({ ctx, input: { sessionId, rows: [named] } })
  return await toMessageView({ ctx, input: { ...named, person } })
}

async function answersOf(
  ctx: AppContext,
  { sessionId, id: messageId, sender, content }: MessageRow,
): Promise<Awaited<ReturnType<typeof listAnswers>>> {
  if (!content.poll && !content.event) return {}
  const { phone: ownPhone } = await loadSession({ ctx, input: { id: sessionId } })
  return await listAnswers({ ctx, input: { sessionId, messageId, sender, content, ownPhone } })
}

/**
 * Loads a message by its id. An author chooses the id of a message, so that a contact's message may have the id of our
 * message. Our message has priority.
 * @throws NotFound
 */
export async function loadMessage({
  ctx,
  input: ref,
}: {
  ctx: Pick<AppContext, 'db' | 'appId'>
  input: MessageRef
}): Promise<MessageRow> {
  const session = await loadSession({ ctx, input: { id: ref.sessionId } })
  const [row] = await ctx.db
    .select()
    .from(messages)
    .where(and(eq(messages.sessionId, session.id), eq(messages.id, ref.messageId)))
    .orderBy(desc(messages.fromMe))
    .limit(1)
  if (!row) throw new NotFound({ what: 'Message', id: ref.messageId })
  return row
}
