import type { EventData } from '#shared/contracts/events.ts'
import type { MessageContent } from '#shared/contracts/messages.ts'
import { LARGE_FILE_BYTES } from '#shared/media/index.ts'
import type { NewEvent } from '../../events/index.ts'
import type { ReplyField } from '../../suppressions/index.ts'
import type { AdminDeletion, InboundMessage } from './inbound.ts'

/** Time that an event waits for the file of its message, in ms. Most files arrive within two seconds. */
const FILE_WITHIN_MS = 30_000

/** An event of an inbound stanza. */
export type InboundEvent = ReturnType<typeof messageEvent> | ReturnType<typeof changeEvent>

/**
 * Returns the event of a message that a contact sent, or that the user wrote on the phone.
 * @param reply marks a stop word or a start word
 */
export function messageEvent(
  owner: { appId: string; sessionId: string },
  message: InboundMessage,
  now: Date,
  reply?: ReplyField,
): NewEvent<'message.received' | 'message.from_phone'> {
  const columns = {
    ...owner,
    chat: message.remoteJid,
    occurredAt: now,
    ...(waitsForFile(message) && {
      file: {
        messageId: message.id,
        sender: message.sender,
        heldUntil: new Date(now.getTime() + FILE_WITHIN_MS),
      },
    }),
  }
  return message.fromMe
    ? { ...columns, type: 'message.from_phone', data: fromPhone(message) }
    : { ...columns, type: 'message.received', data: received(message, reply) }
}

/** Returns true if the event waits for the file. A large file would delay the chat, and the event reports it as pending. */
function waitsForFile({ media }: InboundMessage): boolean {
  return media?.state === 'pending' && (media.source.size ?? 0) <= LARGE_FILE_BYTES
}

/** Returns the data of a received message. The public docs show five fields in each content, also without a value. */
function received(message: InboundMessage, reply: ReplyField | undefined): EventData<'message.received'> {
  const { text = '', caption = '', mimetype = '', filename = '' } = message.content
  return {
    id: message.id,
    from: message.remoteJid,
    ...(message.participant !== null && { participant: message.participant }),
    ...(message.lid && { fromLid: message.lid }),
    type: message.type,
    timestamp: message.timestamp,
    content: { ...message.content, text, caption, mimetype, filename, base64: '' },
    pushName: message.pushName ?? '',
    ...(reply && { [reply]: true }),
  }
}

function fromPhone(message: InboundMessage): EventData<'message.from_phone'> {
  return {
    id: message.id,
    to: message.remoteJid,
    ...(message.chatLid && { toLid: message.chatLid }),
    type: message.type,
    content: message.content,
    pushName: message.pushName ?? '',
  }
}

/** Returns the event of a message that its author edited or revoked, or that an admin revoked. */
export function changeEvent(
  { chat, ...owner }: { appId: string; sessionId: string; chat: string },
  change: { messageId: string } & (
    | { kind: 'edited'; content: Pick<MessageContent, 'text' | 'caption' | 'poll' | 'truncated'> }
    | { kind: 'deleted'; byAdmin?: AdminDeletion }
  ),
  now: Date,
): NewEvent<'message.updated' | 'message.deleted'> {
  const { messageId: id } = change
  if (change.kind === 'deleted') {
    const { chat: _, ...admin } = change.byAdmin ?? { chat }
    const data: EventData<'message.deleted'> = { id, session: owner.sessionId, remoteJid: chat, ...admin }
    return { ...owner, chat, type: 'message.deleted', data, occurredAt: now }
  }
  const { text: said, caption, poll } = change.content
  const text = said ?? caption ?? poll?.name ?? ''
  const { truncated } = change.content
  const data: EventData<'message.updated'> = {
    id,
    remoteJid: chat,
    message: { conversation: text },
    ...(truncated && { truncated }),
  }
  return { ...owner, chat, type: 'message.updated', data, occurredAt: now }
}
