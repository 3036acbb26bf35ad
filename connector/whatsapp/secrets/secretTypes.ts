import { proto } from '@whiskeysockets/baileys'
import { unwrap } from '../content/unwrap.ts'
import type { UseCase } from './openSealed.ts'

const { SecretEncType } = proto.Message.SecretEncryptedMessage

/** Types of `secretEncryptedMessage`. Baileys' enumeration lacks the types of polls. */
export const SECRET_TYPES: Readonly<
  Record<number, { kind: 'edit' | 'option'; useCases: readonly UseCase[] }>
> = {
  [SecretEncType.EVENT_EDIT]: { kind: 'edit', useCases: ['Event Edit'] },
  [SecretEncType.MESSAGE_EDIT]: { kind: 'edit', useCases: ['Message Edit'] },
  4: { kind: 'edit', useCases: ['Poll Edit'] },
  // Some clients derive the key of a new option with a name of its own.
  5: { kind: 'option', useCases: ['Poll Edit', 'Poll Add Option'] },
}

/**
 * Returns the type of a `secretEncryptedMessage` that is newer than the gateway; 0 if the message names no type. The type also
 * names the purpose of the key, so that the gateway cannot decrypt such a message. Returns null for any other message.
 */
export function unknownSecretType(message: proto.IMessage | null | undefined): number | null {
  const sealed = message && unwrap(message).message.secretEncryptedMessage
  if (!sealed) return null
  const type: number = sealed.secretEncType ?? SecretEncType.UNKNOWN
  return type in SECRET_TYPES ? null : type
}
