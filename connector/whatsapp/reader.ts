import type { WAMessage } from '@whiskeysockets/baileys'
import type { MessageContent } from '#shared/contracts/messages.ts'
import { bareJid } from '#shared/jid.ts'
import { secretOf } from './secrets/secretOf.ts'

/** The session's own JIDs, by number and by LID. */
export interface OwnIdentity {
  id: string
  lid: string
}

/** Seals the secret of a message for storage. */
export type SealSecret = (messageId: string, secret: Uint8Array) => Buffer

/** Facts about the session that the reader of a message needs. */
export interface Reader {
  me: OwnIdentity
  sealSecret: SealSecret
}

/** Seals the secret of a message, if the message has a secret. */
export function sealedSecret(
  message: Pick<WAMessage, 'message'>,
  id: string,
  { sealSecret }: Reader,
): { secret?: Buffer } {
  const secret = secretOf(message as WAMessage)
  return secret ? { secret: sealSecret(id, secret) } : {}
}

/** Marks a message that mentions us, by number or by LID. */
export function markOwnMention(content: MessageContent, me: OwnIdentity): MessageContent {
  const isNamed = content.mentions?.some((jid) => toAuthor(jid, me) === 'me')
  return isNamed ? { ...content, mentionsMe: true } : content
}

/** Returns the author of a message as the gateway stores authors: `me` for our own JIDs. */
export function toAuthor(jid: string, me: OwnIdentity): string {
  const bare = bareJid(jid)
  return bare === bareJid(me.id) || bare === bareJid(me.lid) ? 'me' : bare
}
