import type { proto } from '@whiskeysockets/baileys'

/** Parts beside the content of a message. */
const ENVELOPE = [
  'messageContextInfo',
  'senderKeyDistributionMessage',
  'fastRatchetKeySenderKeyDistributionMessage',
] as const satisfies (keyof proto.IMessage)[]

/** Messages between WhatsApp's clients, and system notices. No person says such a message. */
const NOTICES = [
  'protocolMessage',
  'keepInChatMessage',
  'pinInChatMessage',
  'scheduledCallEditMessage',
  'statusNotificationMessage',
  'stickerSyncRmrMessage',
  'messageHistoryBundle',
  'messageHistoryNotice',
  // A call arrives by a stanza of its own.
  'call',
  // The marker precedes its pictures, which carry its ID.
  'albumMessage',
] as const satisfies (keyof proto.IMessage)[]

/** Changes of an earlier message that only the secret of that message decrypts. */
const SEALED = [
  'pollUpdateMessage',
  'encReactionMessage',
  'encCommentMessage',
  'encEventResponseMessage',
  'secretEncryptedMessage',
] as const satisfies (keyof proto.IMessage)[]

/** All parts that are no message of their own. */
export const CONTROL: ReadonlySet<string> = new Set([...ENVELOPE, ...NOTICES, ...SEALED])

/** Tells whether a message is a notice, or a sealed change of an earlier message. */
export function isNotice(message: proto.IMessage): boolean {
  return [...NOTICES, ...SEALED].some((part) => message[part])
}
