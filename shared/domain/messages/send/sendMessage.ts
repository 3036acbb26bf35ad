import type { MessageMedia } from '#shared/contracts/media.ts'
import type { MessageContent, MessageSource, MessageType } from '#shared/contracts/messages.ts'
import { NotFound, OutcomeUnknown, ServiceUnavailable } from '#shared/errors/index.ts'
import { newMessageId } from '#shared/ids.ts'
import { jidSpellingsOf } from '#shared/spellings.ts'
import type { SendContext } from '../../context.ts'
import { assertUsable, loadSession } from '../../sessions/index.ts'
import type { Quota } from '../../usage/index.ts'
import { resolveAddress } from '../../usernames/index.ts'
import { loadMessage } from '../history/index.ts'
import { acceptMessage } from './acceptMessage.ts'
import { enqueueMessage } from './enqueueMessage.ts'
import { findReplay } from './findReplay.ts'
import { withdrawMessage } from './withdrawMessage.ts'

/**
 * Response of each send endpoint. `quota` is present if this run charged the message, and goes into the headers of the
 * response.
 */
export interface Accepted {
  key: { remoteJid: string; fromMe: true; id: string }
  status: 'PENDING'
  quota?: Quota
}

/**
 * Accepts a message: writes its row with the final id, and enqueues its command. An accepted message is sent, or ends
 * FAILED with a reason. With a seed, a second run of the same request finds the message of the first run and enqueues
 * its command again.
 * @throws NotFound, SessionNotPaired, UsernameKeyRequired, LimitExceeded; ServiceUnavailable if nothing was accepted; OutcomeUnknown; the
 * database's own error if the database fails
 */
export async function sendMessage({
  ctx,
  input,
}: {
  ctx: SendContext
  input: {
    sessionId: string
    /** A JID, or `@username`. */
    remoteJid: string
    usernameKey?: string | undefined
    type: MessageType
    content: MessageContent
    /** Id of the message to which this message replies or reacts. */
    about?: string | undefined
    media?: MessageMedia | undefined
    /** Source of the message. Default: `api`. */
    source?: MessageSource | undefined
  }
}): Promise<Accepted> {
  const earlier = await findReplay({ ctx, input: { sessionId: input.sessionId } })
  if (earlier) return earlier
  const ref = { appId: ctx.appId, id: input.sessionId }
  const session = await (ctx.sharedSends?.loadSession(ref) ?? loadSession({ ctx, input: ref }))
  assertUsable(session)
  const { about, source = 'api', usernameKey, ...message } = input
  const quoted = about === undefined ? undefined : await readQuoted(ctx, session.id, about)
  const to = await resolveAddress({ ctx, input: { session, address: input.remoteJid, usernameKey } })
  const { remoteJid } = to
  // A phone finds no message of another chat.
  if (message.type === 'reaction' && quoted && !isSameChat(quoted.chat, remoteJid))
    throw new NotFound({ what: 'Message', id: quoted.part.id })
  const id = newMessageId(ctx.seed)
  const content = quoted ? { ...message.content, quoted: quoted.part } : message.content
  const accepted: Accepted = { key: { remoteJid, fromMe: true, id }, status: 'PENDING' }
  // An error of this statement passes to the caller: only the caller's transport can tell whether the row may be
  // written.
  const quota = await acceptMessage({ ctx, input: { ...message, ...to, content, id, source } })
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

/**
 * Reads the chat of a message, and the parts of the message that a reply quotes.
 * @throws NotFound
 */
async function readQuoted(ctx: SendContext, sessionId: string, messageId: string) {
  const { id, fromMe, participant, remoteJid, content } = await loadMessage({
    ctx,
    input: { sessionId, messageId },
  })
  const text = content.text ?? content.caption
  const part = {
    id,
    fromMe,
    ...(!fromMe && { participant: participant ?? remoteJid }),
    ...(text !== undefined && { text }),
  }
  return { chat: remoteJid, part }
}

/** Compares two chats. Both spellings of a number are one chat. */
function isSameChat(one: string, other: string): boolean {
  return jidSpellingsOf(one)[0] === jidSpellingsOf(other)[0]
}
