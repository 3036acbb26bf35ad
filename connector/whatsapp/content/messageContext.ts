import type { proto } from '@whiskeysockets/baileys'
import type { MessageContent } from '#shared/contracts/messages.ts'
import type { Timer } from '#shared/domain/chats/index.ts'
import { isGroupJid } from '#shared/jid.ts'
import type { About } from './facts.ts'
import type { Draft } from './kinds/index.ts'
import { quotedPart } from './quotedPart.ts'

/** Returns the context that any kind may carry: a reply, mentions, the forwarded mark and the disappearing timer. */
export function contextOf({
  type,
  content,
  remoteJid,
  facts,
}: Pick<Draft, 'type' | 'content' | 'remoteJid' | 'facts'>): proto.IContextInfo | undefined {
  if (type === 'reaction') return undefined
  const { quoted, mentions, forwarded } = content
  const context = {
    ...(facts?.about ? quoteOf(facts.about, remoteJid) : quoted && quoteFrom(quoted, remoteJid)),
    ...(mentions && { mentionedJid: mentions }),
    ...(forwarded && { isForwarded: true, forwardingScore: 1 }),
    ...timerContext(facts?.timer),
  }
  return Object.keys(context).length > 0 ? context : undefined
}

/** Returns the fields of a disappearing timer, without which phones show "this message will not disappear". */
export function timerContext(timer: Timer | undefined): proto.IContextInfo {
  if (!timer) return {}
  return {
    expiration: timer.seconds,
    ...(timer.at !== null && { ephemeralSettingTimestamp: timer.at }),
  }
}

/**
 * Returns the quote of a message. In a chat with one person, the id alone names the message. A quote of another chat names
 * the chat and the author.
 */
function quoteOf({ id, chat, author, shown }: About, remoteJid: string): proto.IContextInfo {
  const isElsewhere = chat !== remoteJid
  return {
    stanzaId: id,
    ...((isElsewhere || isGroupJid(chat)) && { participant: author }),
    ...(isElsewhere && { remoteJid: chat }),
    quotedMessage: shown ? quotedPart(shown) : { conversation: '' },
  }
}

/** Returns the quote of a message that the database no longer has, from the content of the reply. */
function quoteFrom(
  { id, participant, text }: NonNullable<MessageContent['quoted']>,
  remoteJid: string,
): proto.IContextInfo {
  return {
    stanzaId: id,
    ...(participant && isGroupJid(remoteJid) && { participant }),
    quotedMessage: { conversation: text ?? '' },
  }
}
