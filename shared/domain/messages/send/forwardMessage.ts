import { MEDIA_TYPES, type MediaType } from '#shared/contracts/messages.ts'
import { CannotChange } from '#shared/errors/index.ts'
import type { AppContext } from '../../context.ts'
import { loadMessage } from '../history/index.ts'
import { readStoredContent } from '../storedContent.ts'
import { findReplay } from './findReplay.ts'
import { type Accepted, sendMessage } from './sendMessage.ts'

const NOT_FORWARDED = ['reaction', 'unknown']

/**
 * Sends the content of a message to another chat, marked as forwarded.
 * @throws NotFound, CannotChange, and the errors of sendMessage
 */
export async function forwardMessage({
  ctx,
  input,
}: {
  ctx: AppContext
  input: { sessionId: string; messageId: string; to: string }
}): Promise<Accepted> {
  const earlier = await findReplay({ ctx, input: { sessionId: input.sessionId } })
  if (earlier) return earlier
  const row = await loadMessage({ ctx, input })
  const why = row.deletedAt ? 'The message was revoked' : `A message of type ${row.type} cannot be forwarded`
  if (row.deletedAt || NOT_FORWARDED.includes(row.type)) throw new CannotChange({ messageId: row.id, why })
  if (MEDIA_TYPES.includes(row.type as MediaType) && row.media?.state !== 'stored') {
    throw new CannotChange({ messageId: row.id, why: 'The gateway has not stored the file of the message' })
  }
  const {
    quoted: _quoted,
    mentions: _mentions,
    truncated: _truncated,
    ephemeral: _ephemeral,
    ...content
  } = readStoredContent(row.content)
  return await sendMessage({
    ctx,
    input: {
      sessionId: input.sessionId,
      remoteJid: input.to,
      type: row.type,
      content: { ...content, forwarded: true },
      ...(row.media && { media: row.media }),
    },
  })
}
