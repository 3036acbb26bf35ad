import type { MessageMedia } from '#shared/contracts/media.ts'
import type { MessageContent, MessageSource, MessageType } from '#shared/contracts/messages.ts'
import { OutcomeUnknown, ServiceUnavailable, SessionNotPaired } from '#shared/errors/index.ts'
import { newMessageId } from '#shared/ids.ts'
import { isLid } from '#shared/jid.ts'
import type { SendContext } from '../../context.ts'
import { phoneJidsOf } from '../../lidMappings/index.ts'
import { loadSession } from '../../sessions/index.ts'
import type { Quota } from '../../usage/index.ts'
import { loadMessage } from '../history/index.ts'
import { acceptMessage } from './acceptMessage.ts'
import { enqueueMessage } from './enqueueMessage.ts'
import { findReplay } from './findReplay.ts'
import { withdrawMessage } from './withdrawMessage.ts'

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
 * @throws NotFound, SessionNotPaired, LimitExceeded, ServiceUnavailable (then nothing was accepted), OutcomeUnknown, and the
 * database's own error where it failed
 */
export async function sendMessage({
  ctx,
  input,
}: {
  ctx: SendContext
  input: {
    sessionId: string
    remoteJid: string
    type: MessageType
    content: MessageContent
    /** Id of the message that this one replies to, or is a reaction to. */
    about?: string | undefined
    media?: MessageMedia | undefined
    /** None: the caller of the API. */
    source?: MessageSource | undefined
  }
}): Promise<Accepted> {
  const earlier = await findReplay({ ctx, input: { sessionId: input.sessionId } })
  if (earlier) return earlier
  const session = await loadSession({ ctx, input: { id: input.sessionId } })
  if (!session.pairedAt || session.desiredState !== 'run')
    throw new SessionNotPaired({ sessionId: session.id })
  const { about, source = 'api', ...message } = input
  const quoted = about === undefined ? undefined : await readQuoted(ctx, session.id, about)
  const remoteJid = await canonicalJid(ctx, session.id, input.remoteJid)
  const id = newMessageId(ctx.seed)
  const content = quoted ? { ...message.content, quoted } : message.content
  const accepted: Accepted = { key: { remoteJid, fromMe: true, id }, status: 'PENDING' }
  // An error of this statement leaves: only its caller's transport can tell whether the row may be written.
  const quota = await acceptMessage({ ctx, input: { ...message, remoteJid, content, id, source } })
  try {
    await enqueueMessage({ ctx, input: { session, messageId: id } })
  } catch (cause) {
    const taken = await withdrawMessage({ ctx, input: { sessionId: session.id, messageId: id } })
    if (taken === 'gone') throw new ServiceUnavailable({ dependency: 'queue', cause })
    if (taken === 'unknown') throw new OutcomeUnknown({ cause })
    return accepted
  }
  return quota ? { ...accepted, quota } : accepted
}

/** What a reply carries of the message that it is to.
 * @throws NotFound */
async function readQuoted(ctx: SendContext, sessionId: string, messageId: string) {
  const { id, fromMe, participant, remoteJid, content } = await loadMessage({
    ctx,
    input: { sessionId, messageId },
  })
  const text = content.text ?? content.caption
  return { id, fromMe, participant: participant ?? remoteJid, ...(text !== undefined && { text }) }
}

/** A chat is stored under its number wherever that is known. */
async function canonicalJid(ctx: SendContext, sessionId: string, jid: string): Promise<string> {
  if (!isLid(jid)) return jid
  return (await phoneJidsOf({ ctx, input: { sessionId, lids: [jid] } })).get(jid) ?? jid
}
