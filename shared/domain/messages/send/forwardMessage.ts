import { MEDIA_TYPES, type MediaType, type MessageType } from '#shared/contracts/messages.ts'
import { CannotChange } from '#shared/errors/index.ts'
import type { AppContext } from '../../context.ts'
import { loadMessage } from '../history/index.ts'
import { readStoredContent } from '../storedContent.ts'
import { findReplay } from './findReplay.ts'
import { type Accepted, sendMessage } from './sendMessage.ts'

/** The kinds that a session can send. A reaction belongs to its message. */
const FORWARDED: readonly MessageType[] = ['text', ...MEDIA_TYPES, 'location', 'contact', 'poll']

/**
 * Sends the content of a message to another chat, marked as forwarded.
 * @throws NotFound, CannotChange, and the errors of sendMessage
 */
export async function forwardMessage({
  ctx,
  input,
}: {
  ctx: AppContext
  input: { sessionId: string; messageId: string; to: string; usernameKey?: string | undefined }
}): Promise<Accepted> {
  const earlier = await findReplay({ ctx, input: { sessionId: input.sessionId } })
  if (earlier) return earlier
  const row = await loadMessage({ ctx, input })
  const why = row.deletedAt ? 'The message was revoked' : `A message of type ${row.type} cannot be forwarded`
  if (row.deletedAt || !FORWARDED.includes(row.type)) throw new CannotChange({ messageId: row.id, why })
  if (MEDIA_TYPES.includes(row.type as MediaType) && row.media?.state !== 'stored') {
    throw new CannotChange({ messageId: row.id, why: 'The gateway has not stored the file of the message' })
  }
  const {
    quoted: _quoted,
    mentions: _mentions,
    truncated: _truncated,
    referral: _referral,
    albumId: _albumId,
    association: _association,
    groupMentions: _groupMentions,
    ephemeral: _ephemeral,
    ...content
  } = readStoredContent(row.content)
  return await sendMessage({
    ctx,
    input: {
      sessionId: input.sessionId,
      remoteJid: input.to,
      usernameKey: input.usernameKey,
      type: row.type,
      content: { ...content, forwarded: true },
      ...(row.media && { media: row.media }),
    },
  })
}
