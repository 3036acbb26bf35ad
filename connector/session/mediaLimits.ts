import type { MediaSource } from '#shared/contracts/media.ts'
import type { InboundMessage } from '#shared/domain/messages/index.ts'
import { INBOUND_MAX_BYTES } from '#shared/media/index.ts'
import type { ConnectorConfig } from '../config.ts'

const MiB = 1024 * 1024

type Limit = Pick<ConnectorConfig, 'VESPER_RECEIVE_MAX_MB'>

/** Returns the largest file that the gateway fetches for a kind of message, in bytes. */
export function maxInboundBytes(type: MediaSource['type'], config: Limit): number {
  return Math.min(INBOUND_MAX_BYTES[type], config.VESPER_RECEIVE_MAX_MB * MiB)
}

/** Refuses the file of a message if the message announces more bytes than the limit. The text of the message stays. */
export function refuseTooLarge(message: InboundMessage, config: Limit): InboundMessage {
  const { media } = message
  if (media?.state !== 'pending') return message
  const { type, size } = media.source
  if ((size ?? 0) <= maxInboundBytes(type, config)) return message
  return { ...message, media: { state: 'failed', error: 'too_large' } }
}
