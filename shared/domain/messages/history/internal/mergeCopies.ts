import type { InboundMessage } from '../../inbound/index.ts'

/**
 * Merges the copies of each message, because phones repeat messages and one statement may write a row only once. An edit and its
 * original become one message, with the time of the original and the last text. Otherwise the last copy counts.
 */
export function mergeCopies(messages: readonly InboundMessage[]): InboundMessage[] {
  const merged = new Map<string, InboundMessage>()
  for (const message of messages) {
    const key = `${message.sender}:${message.id}`
    const other = merged.get(key)
    merged.set(key, other ? merge(other, message) : message)
  }
  return [...merged.values()]
}

function merge(one: InboundMessage, other: InboundMessage): InboundMessage {
  const [earlier, later] = editTime(one) <= editTime(other) ? [one, other] : [other, one]
  if (later.editedAtMs === undefined) return later
  const { truncated: _, ...content } = earlier.content
  const preview = later.preview ?? earlier.preview
  const secret = later.secret ?? earlier.secret
  return {
    ...later,
    type: earlier.type,
    content: { ...content, ...later.content },
    media: later.media ?? earlier.media,
    ...(preview && { preview }),
    ...(secret && { secret }),
    timestamp: Math.min(earlier.timestamp, later.timestamp),
  }
}

function editTime({ editedAtMs = 0 }: InboundMessage): number {
  return editedAtMs
}
