import { and, eq } from 'drizzle-orm'
import type { MessageMedia } from '#shared/contracts/media.ts'
import type { MessageContent, MessageType } from '#shared/contracts/messages.ts'
import { messages } from '#shared/database/index.ts'
import { SessionNotPaired } from '#shared/errors/index.ts'
import { newMessageId } from '#shared/ids.ts'
import { isLid } from '#shared/jid.ts'
import type { AppContext } from '../context.ts'
import { phoneJidsOf } from '../identity/index.ts'
import { loadSession } from '../sessions/index.ts'
import { CHARGE, chargeUsage, monthOf, type Quota, refundMessages } from '../usage/index.ts'
import { loadMessage } from './getMessage.ts'
import { ownMessage } from './ownMessage.ts'

/** The documented answer of every send endpoint; `quota`, where the message was counted just now, goes into its headers. */
export interface Accepted {
  key: { remoteJid: string; fromMe: true; id: string }
  status: 'PENDING'
  quota?: Quota
}

/**
 * Accepts a message: its row is written, its id is final, and its command is in the queue. From here on it is sent or
 * ends FAILED with a reason. With a seed, a second run of the same request accepts nothing anew: the id is the same, and the
 * queue is told again.
 * @throws NotFound, SessionNotPaired, LimitExceeded, ServiceUnavailable (then nothing was accepted)
 */
export async function sendMessage({
  ctx,
  input,
}: {
  ctx: AppContext
  input: {
    sessionId: string
    remoteJid: string
    type: MessageType
    content: MessageContent
    /** Id of the message that this one replies to, or is a reaction to. */
    about?: string | undefined
    media?: MessageMedia | undefined
  }
}): Promise<Accepted> {
  const session = await loadSession(ctx, input.sessionId)
  if (!session.pairedAt || session.intent !== 'run') throw new SessionNotPaired({ sessionId: session.id })
  const { about, ...message } = input
  const quoted = about === undefined ? undefined : await readQuoted(ctx, session.id, about)
  const remoteJid = await canonicalJid(ctx, session.id, input.remoteJid)
  const id = newMessageId(ctx.seed)
  const content = quoted ? { ...message.content, quoted } : message.content
  const quota = await accept(ctx, { ...message, remoteJid, content, id })
  try {
    await ctx.commands.send({
      partition: session.partition,
      command: { type: 'message.send', sessionId: session.id, messageId: id },
    })
  } catch (error) {
    // SQS may have taken it, and only its answer got lost: then a connector may be at it already. What an earlier run has
    // accepted stays accepted: the sweeper enqueues it.
    if (quota && (await takeBack(ctx, session.id, id))) throw error
  }
  return { key: { remoteJid, fromMe: true, id }, status: 'PENDING', ...(quota && { quota }) }
}

/** Writes a message's row and counts it, both or none; null if an earlier run has done so. The counter comes last: all sends
 * of the account wait for it.
 * @throws LimitExceeded */
async function accept(
  ctx: AppContext,
  message: Pick<
    typeof messages.$inferInsert,
    'id' | 'sessionId' | 'remoteJid' | 'type' | 'content' | 'media'
  >,
): Promise<Quota | null> {
  const now = ctx.now()
  return await ctx.db.transaction(async (tx) => {
    const written = await tx
      .insert(messages)
      .values({
        ...message,
        appId: ctx.appId,
        sender: 'me',
        fromMe: true,
        status: 'PENDING',
        source: 'api',
        timestamp: Math.floor(now.getTime() / 1000),
        chargedMonth: monthOf(now),
        createdAt: now,
        expiresAt: new Date(now.getTime() + ctx.settings.sendWithinMs),
      })
      .onConflictDoNothing()
      .returning({ id: messages.id })
    if (written.length === 0) return null
    return await chargeUsage(tx, { appId: ctx.appId, counter: 'messages', units: 1, now })
  })
}

/** What a reply carries of the message that it is to.
 * @throws NotFound */
async function readQuoted(ctx: AppContext, sessionId: string, messageId: string) {
  const { id, fromMe, participant, remoteJid, content } = await loadMessage(ctx, { sessionId, messageId })
  const text = content.text ?? content.caption
  return { id, fromMe, participant: participant ?? remoteJid, ...(text !== undefined && { text }) }
}

/** A chat is stored under its number wherever that is known. */
async function canonicalJid(ctx: AppContext, sessionId: string, jid: string): Promise<string> {
  if (!isLid(jid)) return jid
  return (await phoneJidsOf(ctx, sessionId, [jid])).get(jid) ?? jid
}

/**
 * The caller is about to hear that nothing was accepted, so nothing may be sent: without its row, a command does nothing.
 * Answers false if a connector has claimed the message: then it was accepted after all.
 */
async function takeBack(ctx: AppContext, sessionId: string, id: string): Promise<boolean> {
  try {
    return await ctx.db.transaction(async (tx) => {
      const taken = await tx
        .delete(messages)
        .where(
          and(
            ownMessage({ sessionId, messageId: id }),
            eq(messages.status, 'PENDING'),
            eq(messages.attempts, 0),
          ),
        )
        .returning(CHARGE)
      await refundMessages(tx, taken)
      return taken.length > 0
    })
  } catch (err) {
    ctx.log.error({ err, sessionId, messageId: id }, 'message.take_back_failed')
    return true
  }
}
