import type { EventData } from '#shared/contracts/events.ts'
import type { MessageContent } from '#shared/contracts/messages.ts'
import { EMPTY_CONTENT, type NewEvent } from '../../events/index.ts'
import type { InboundMessage } from './inbound.ts'

/** Time that an event waits for the file of its message, in ms. Most files arrive within two seconds. */
const FILE_WITHIN_MS = 30_000

/** Returns the event of a message that a contact sent, or that the user wrote on the phone. */
export function messageEvent(
  owner: { appId: string; sessionId: string },
  message: InboundMessage,
  now: Date,
): NewEvent {
  return {
    ...owner,
    type: message.fromMe ? 'message.from_phone' : 'message.received',
    chat: message.remoteJid,
    data: message.fromMe ? fromPhone(message) : received(message),
    occurredAt: now,
    ...(message.media?.state === 'pending' && {
      file: {
        messageId: message.id,
        sender: message.sender,
        heldUntil: new Date(now.getTime() + FILE_WITHIN_MS),
      },
    }),
  }
}

function received(message: InboundMessage): EventData {
  return {
    id: message.id,
    from: message.remoteJid,
    ...(message.participant !== null && { participant: message.participant }),
    ...(message.lid && { fromLid: message.lid }),
    type: message.type,
    timestamp: message.timestamp,
    content: { ...EMPTY_CONTENT, ...message.content },
    pushName: message.pushName ?? '',
  }
}

function fromPhone(message: InboundMessage): EventData {
  return {
    id: message.id,
    to: message.remoteJid,
    type: message.type,
    content: message.content,
    pushName: message.pushName ?? '',
  }
}

/** Returns the event of a message that its author edited or revoked. */
export function changeEvent(
  { chat, ...owner }: { appId: string; sessionId: string; chat: string },
  change: { messageId: string } & (
    | { kind: 'edited'; content: Pick<MessageContent, 'text' | 'caption' | 'truncated'> }
    | { kind: 'deleted' }
  ),
  now: Date,
): NewEvent {
  const { messageId: id } = change
  if (change.kind === 'deleted') {
    const data = { id, session: owner.sessionId, remoteJid: chat }
    return { ...owner, chat, type: 'message.deleted', data, occurredAt: now }
  }
  const text = change.content.text ?? change.content.caption ?? ''
  const { truncated } = change.content
  const data = { id, remoteJid: chat, message: { conversation: text }, ...(truncated && { truncated }) }
  return { ...owner, chat, type: 'message.updated', data, occurredAt: now }
}
