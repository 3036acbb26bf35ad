import { type ConnectorAnswer, NO_ANSWER } from '#shared/domain/connectorRequests/index.ts'
import { applyOwnChange, type OwnChange } from '#shared/domain/messages/index.ts'
import { newId, newMessageId } from '#shared/ids.ts'
import { persist } from '../../persist.ts'
import type { MessageKey } from '../../whatsapp/index.ts'
import { NO_ACCOUNT } from '../accounts.ts'
import type { AckResult } from '../acks.ts'
import { done, type RequestContext, type RequestHandlers } from './handler.ts'

/** Time limit of WhatsApp's ack while a caller waits. */
const ACK_WITHIN_MS = 10_000

export const messageRequests: RequestHandlers<'message.edit' | 'message.revoke' | 'messages.read'> = {
  'message.edit': async (context, { key, text }) => {
    const edit: Send = (id, chat) => context.connection.ask((socket) => socket.edit(id, chat, text))
    return await change(context, key, edit, { change: 'edited', text })
  },
  'message.revoke': async (context, { key }) => {
    const revoke: Send = (id, chat) => context.connection.ask((socket) => socket.revoke(id, chat))
    return await change(context, key, revoke, { change: 'deleted', ...(await ofOthers(context, key)) })
  },
  'messages.read': async (context, { keys }) => {
    const known = await Promise.all(keys.map((key) => withCanonicalChat(context, key)))
    await context.connection.ask((socket) => socket.markRead(known))
    return done({})
  },
}

/** Sends a stanza with an id about the message of a key. */
type Send = (stanzaId: string, key: MessageKey) => Promise<void>

/** Returns the author of another member's message, and the session as the admin who deletes it. */
async function ofOthers(
  { connection, lidMappings }: RequestContext,
  { fromMe, participant, remoteJid: chat }: MessageKey,
): Promise<Pick<Extract<OwnChange, { change: 'deleted' }>, 'author' | 'byAdmin'>> {
  if (fromMe || !participant) return {}
  const [deletedBy = ''] = connection.ownJids
  const deletedByLid = await lidMappings.lidOf(deletedBy)
  return { author: participant, byAdmin: { chat, deletedBy, ...(deletedByLid && { deletedByLid }) } }
}

/** Sends a change of an earlier message, and stores it after WhatsApp's ack. */
async function change(
  context: RequestContext,
  key: MessageKey,
  send: Send,
  ownChange: OwnChange,
): Promise<ConnectorAnswer> {
  const { services, leaseHandle, sessionId } = context
  const result = await sendToChat(context, key, send)
  if (result.kind === 'refused') return { state: 'failed', result: { code: result.code } }
  if (result.kind !== 'accepted') return { state: 'failed', result: { code: NO_ANSWER } }
  const input = { sessionId, messageId: key.id, eventId: newId('event'), ...ownChange }
  await persist(leaseHandle, services.log, () =>
    applyOwnChange({ ctx: services, input: { ...input, lease: leaseHandle.lease } }),
  )
  return done({})
}

/** Sends a stanza to the chat's JID on WhatsApp. If the account has moved to another JID, sends the stanza there. */
async function sendToChat(context: RequestContext, key: MessageKey, send: Send): Promise<AckResult> {
  const canonical = await withCanonicalChat(context, key)
  const result = await sendAndWait(context, canonical, send)
  if (result.kind !== 'refused' || result.code !== NO_ACCOUNT) return result
  context.accounts.forget(canonical.remoteJid)
  const moved = await withCanonicalChat(context, canonical)
  return moved.remoteJid === canonical.remoteJid ? result : await sendAndWait(context, moved, send)
}

async function sendAndWait({ connection }: RequestContext, key: MessageKey, send: Send): Promise<AckResult> {
  const stanzaId = newMessageId()
  const ack = connection.ack(stanzaId, ACK_WITHIN_MS)
  await send(stanzaId, key)
  return await ack
}

async function withCanonicalChat(
  { accounts, connection }: RequestContext,
  key: MessageKey,
): Promise<MessageKey> {
  return { ...key, remoteJid: await accounts.chatOf(connection, key.remoteJid) }
}
