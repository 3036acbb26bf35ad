import { and, asc, eq, gt, isNull, sql } from 'drizzle-orm'
import type { MediaSource, MessageMedia } from '#shared/contracts/media.ts'
import { messages } from '#shared/database/index.ts'
import type { Context } from '../../context.ts'
import { releaseEvents } from '../../events/index.ts'
import { assertLease, type Fenced, holdsLease } from '../../fleet/index.ts'

export const PENDING_MEDIA_PAGE = 200

/** A message whose file is not fetched from WhatsApp yet. */
export interface PendingMedia {
  sessionId: string
  messageId: string
  sender: string
  remoteJid: string
  participant: string | null
  fromMe: boolean
  mimetype: string
  source: MediaSource
  /** Order of the messages. */
  seq: number
}

/** Lists a session's messages whose files are still to be fetched, the oldest first, in pages of `PENDING_MEDIA_PAGE`. */
export async function pendingMedia({
  ctx,
  input: { sessionId, after },
}: {
  ctx: Pick<Context, 'db'>
  /** `after`: `seq` of the last message of the earlier page. */
  input: { sessionId: string; after?: number | undefined }
}): Promise<PendingMedia[]> {
  const { id, seq, sender, remoteJid, participant, fromMe, content, media } = messages
  const rows = await ctx.db
    .select({ id, seq, sender, remoteJid, participant, fromMe, content, media })
    .from(messages)
    .where(
      and(
        eq(messages.sessionId, sessionId),
        sql`${messages.media} ->> 'state' = 'pending'`,
        gt(seq, after ?? -1),
      ),
    )
    .orderBy(asc(messages.seq))
    .limit(PENDING_MEDIA_PAGE)
  return rows.flatMap((row) =>
    row.media?.state === 'pending'
      ? [
          {
            sessionId,
            messageId: row.id,
            seq: row.seq,
            sender: row.sender,
            remoteJid: row.remoteJid,
            participant: row.participant,
            fromMe: row.fromMe,
            mimetype: row.content.mimetype ?? 'application/octet-stream',
            source: row.media.source,
          },
        ]
      : [],
  )
}

/**
 * Records the result of a file's fetch, and releases the event that waited for the file. Returns false if the message
 * is deleted or revoked.
 * @throws LeaseLost
 */
export async function recordMedia({
  ctx,
  input: { lease, ...input },
}: {
  ctx: Pick<Context, 'db' | 'outbox'>
  input: (Pick<PendingMedia, 'sessionId' | 'messageId' | 'sender'> & {
    media: MessageMedia
    size?: number
    sha256?: string
  }) &
    Fenced
}): Promise<boolean> {
  const facts = JSON.stringify({ size: input.size, sha256: input.sha256 })
  const { sessionId, messageId, sender } = input
  const changed = await ctx.db
    .update(messages)
    .set({ media: input.media, content: sql`${messages.content} || ${facts}::jsonb` })
    .where(
      and(
        eq(messages.sessionId, sessionId),
        eq(messages.id, messageId),
        eq(messages.sender, sender),
        isNull(messages.deletedAt),
        holdsLease(lease),
      ),
    )
    .returning({ id: messages.id })
  if (changed.length === 0) await assertLease({ ctx, input: lease })
  if (await releaseEvents({ ctx, input: { sessionId, messageId, sender } })) await ctx.outbox.wake(sessionId)
  return changed.length > 0
}
