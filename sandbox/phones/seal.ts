import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'

/** Purposes of a message's secret, as WhatsApp names them. */
export type UseCase =
  | 'Poll Vote'
  | 'Poll Edit'
  | 'Message Edit'
  | 'Event Edit'
  | 'Event Response'
  | 'Enc Reaction'
  | 'Enc Comment'

/** The inputs of a key: a message with its secret, and the JIDs of the two authors. */
export interface SealKey {
  secret: Uint8Array
  messageId: string
  author: string
  editor: string
  useCase: UseCase
}

const TAG_BYTES = 16

/** Encrypts a change of a message with the secret of the message. */
export function seal(key: SealKey, plaintext: Uint8Array): { encPayload: Buffer; encIv: Buffer } {
  const encIv = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', derive(key), encIv).setAAD(aadOf(key))
  return { encPayload: Buffer.concat([cipher.update(plaintext), cipher.final(), cipher.getAuthTag()]), encIv }
}

/** Decrypts a change. Returns undefined if the key does not fit. */
export function unseal(
  key: SealKey,
  { encPayload, encIv }: { encPayload?: Uint8Array | null; encIv?: Uint8Array | null },
): Buffer | undefined {
  if (!encPayload || !encIv) return undefined
  const end = encPayload.length - TAG_BYTES
  try {
    const decipher = createDecipheriv('aes-256-gcm', derive(key), encIv)
      .setAAD(aadOf(key))
      .setAuthTag(encPayload.subarray(end))
    return Buffer.concat([decipher.update(encPayload.subarray(0, end)), decipher.final()])
  } catch {
    return undefined
  }
}

function derive({ secret, messageId, author, editor, useCase }: SealKey): Buffer {
  const info = Buffer.from(messageId + author + editor + useCase)
  return Buffer.from(hkdfSync('sha256', secret, Buffer.alloc(0), info, 32))
}

/** Only votes and responses also authenticate the message and the author of the change. */
function aadOf({ messageId, editor, useCase }: SealKey): Buffer {
  const isBound = useCase === 'Poll Vote' || useCase === 'Event Response'
  return Buffer.from(isBound ? `${messageId}\0${editor}` : '')
}
