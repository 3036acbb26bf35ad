import type { WAMessage } from '@whiskeysockets/baileys'
import { MAX_ID } from '#shared/contracts/sizes.ts'
import type { ReadChange } from '../content/read.ts'
import { readEnvelope } from '../envelope.ts'
import { namedBy } from '../media.ts'
import type { Reader } from '../reader.ts'
import { authorsOf, type LateChange, namedIn, toSealedChange } from './lateChange.ts'
import { readSealed } from './readSealed.ts'

/**
 * Reads a change that needs its earlier message: an edit, or a change that is encrypted with the secret of that message. Returns null
 * for any other message.
 */
export function readLate(message: WAMessage, change: ReadChange | null, { me }: Reader): LateChange | null {
  const sealed = readSealed(message.message)
  const envelope = sealed || change?.change === 'edited' ? readEnvelope(message) : null
  if (!envelope) return null
  const editors = authorsOf(message, me)
  if (change?.change === 'edited') {
    const { messageId: targetId, changedAt, content } = change
    return {
      targetId,
      envelope,
      editors,
      authors: [],
      changedAt,
      change: { kind: 'edited', content: content.content },
    }
  }
  const targetId = sealed?.target.id
  if (!sealed || !targetId || targetId.length > MAX_ID) return null
  const { changedAt } = sealed
  return {
    targetId,
    envelope,
    named: namedBy(message),
    editors,
    authors: namedIn(sealed),
    changedAt,
    change: toSealedChange(sealed),
  }
}
