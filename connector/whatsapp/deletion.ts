import type { Inbound } from '#shared/domain/messages/index.ts'
import { isGroupJid } from '#shared/jid.ts'
import type { ReadChange } from './content/read.ts'
import type { Envelope } from './envelope.ts'
import { type OwnIdentity, toAuthor } from './reader.ts'

/** A member of a group deletes the message of another author, as only an admin may. */
export interface OthersDeletion {
  kind: 'others-deletion'
  messageId: string
  /** JID of the group. */
  chat: string
  /** JID of the author; `me` for a message of ours. */
  author: string
  /** JID of the member who deletes the message; `me` for our own phone. */
  deletedBy: string
  /** Time of the deletion, in Unix seconds. */
  at: number
}

/** Reads a deletion. In a group, the key of the message names its author if another member deletes it. */
export function readDeletion(
  { sender, remoteJid: chat, timestamp: at, lid }: Envelope,
  { messageId, author }: Extract<ReadChange, { change: 'deleted' }>,
  me: OwnIdentity,
): Inbound | OthersDeletion {
  const named = author && isGroupJid(chat) ? toAuthor(author, me) : sender
  if (named === sender || named === lid) return { kind: 'deleted', messageId, sender }
  return { kind: 'others-deletion', messageId, chat, author: named, deletedBy: sender, at }
}
