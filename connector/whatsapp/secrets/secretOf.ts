import { createHmac } from 'node:crypto'
import type { AuthenticationCreds, proto, WAMessage } from '@whiskeysockets/baileys'

const SECRET_BYTES = 32

/** Returns the secret of a message, from the message itself or from its history entry. Returns null if the message has none. */
export function secretOf({ message, messageSecret }: WAMessage & proto.IWebMessageInfo): Uint8Array | null {
  const found = [message?.messageContextInfo?.messageSecret, messageSecret]
  return found.find((secret) => secret?.byteLength === SECRET_BYTES) ?? null
}

/**
 * Adds the secret to a message that is sent. Without a secret, no phone could edit, comment on or vote in the message. WhatsApp's own
 * clients add no secret to reactions.
 */
export function withSecret(message: proto.IMessage, messageSecret: Uint8Array): proto.IMessage {
  if (message.reactionMessage) return message
  return { ...message, messageContextInfo: { ...message.messageContextInfo, messageSecret } }
}

/**
 * Returns the secret of a message of ours. Each host derives the same secret from the credentials, until a new pairing. The row of the
 * message keeps the secret, so that votes stay readable after a new pairing.
 */
export function derivedSecret({ advSecretKey }: AuthenticationCreds, messageId: string): Buffer {
  return createHmac('sha256', advSecretKey).update(messageId).digest()
}
