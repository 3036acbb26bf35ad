import type { LateChange } from './lateChange.ts'
import { openSealed } from './openSealed.ts'
import { type Opened, readOpened } from './readOpened.ts'

/**
 * Decrypts and reads a change. Returns null if the secret does not fit, or if the plaintext cannot be read.
 * @param original the secret of the earlier message, and the JIDs of its author
 */
export function openChange(
  { targetId, editors, change }: LateChange,
  original: { secret: Uint8Array; authors: readonly string[] },
): Opened | null {
  if (change.kind === 'edited') return null
  const part = {
    useCases: change.useCases,
    payload: Buffer.from(change.payload, 'base64'),
    iv: Buffer.from(change.iv, 'base64'),
  }
  const plaintext = openSealed(part, { ...original, messageId: targetId, editors })
  try {
    return plaintext && readOpened(change.kind, targetId, plaintext)
  } catch {
    // The plaintext is no protobuf message.
    return null
  }
}
