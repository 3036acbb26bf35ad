import { createDecipheriv, hkdfSync } from 'node:crypto'

/** Purposes of a message's secret, as WhatsApp names them in the derivation of a key. */
export type UseCase =
  | 'Poll Vote'
  | 'Poll Edit'
  | 'Poll Add Option'
  | 'Message Edit'
  | 'Event Edit'
  | 'Event Response'
  | 'Enc Reaction'
  | 'Enc Comment'

const IV_BYTES = 12
const KEY_BYTES = 32
const TAG_BYTES = 16
/** Use cases whose ciphertext also authenticates the id of the message and the author of the change. */
const WITH_CONTEXT = new Set<UseCase>(['Poll Vote', 'Event Response'])

/** A ciphertext that belongs to an earlier message. The tag of AES-256-GCM ends `payload`. */
export interface SealedPart {
  /** Use cases to try. The names of one use case differ between versions of WhatsApp. */
  useCases: readonly UseCase[]
  payload: Uint8Array
  iv: Uint8Array
}

/** The earlier message, and the author of the change. */
export interface SealContext {
  /** The `messageSecret` of the earlier message, 32 bytes. */
  secret: Uint8Array
  /** Id of the earlier message. */
  messageId: string
  /** JIDs of the author of the earlier message, without a device. */
  authors: readonly string[]
  /** JIDs of the author of the change, without a device. */
  editors: readonly string[]
}

/**
 * Decrypts a change with the secret of an earlier message. WhatsApp derives the key from the number or the LID of each of the two
 * people, so that the function tries all combinations. AES-256-GCM refuses the wrong ones. Returns null if no combination fits.
 */
export function openSealed(part: SealedPart, context: SealContext): Buffer | null {
  if (part.iv.byteLength !== IV_BYTES || part.payload.byteLength < TAG_BYTES) return null
  for (const useCase of part.useCases) {
    for (const author of context.authors) {
      for (const editor of context.editors) {
        const opened = open(part, keyOf(context, author, editor, useCase), aadOf(context, editor, useCase))
        if (opened) return opened
      }
    }
  }
  return null
}

function keyOf({ secret, messageId }: SealContext, author: string, editor: string, useCase: UseCase): Buffer {
  const info = Buffer.from(`${messageId}${author}${editor}${useCase}`)
  return Buffer.from(hkdfSync('sha256', secret, Buffer.alloc(0), info, KEY_BYTES))
}

function aadOf({ messageId }: SealContext, editor: string, useCase: UseCase): Buffer {
  return WITH_CONTEXT.has(useCase) ? Buffer.from(`${messageId}\0${editor}`) : Buffer.alloc(0)
}

function open({ payload, iv }: SealedPart, key: Buffer, aad: Buffer): Buffer | null {
  const end = payload.byteLength - TAG_BYTES
  const decipher = createDecipheriv('aes-256-gcm', key, iv, { authTagLength: TAG_BYTES })
    .setAAD(aad)
    .setAuthTag(payload.subarray(end))
  try {
    return Buffer.concat([decipher.update(payload.subarray(0, end)), decipher.final()])
  } catch {
    // The tag does not fit the key.
    return null
  }
}
