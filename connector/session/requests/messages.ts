import { type ConnectorAnswer, NO_ANSWER } from '#shared/domain/connectorRequests/index.ts'
import { applyOwnChange, type OwnChange } from '#shared/domain/messages/index.ts'
import { newId, newMessageId } from '#shared/ids.ts'
import { persist } from '../../persist.ts'
import type { MessageKey } from '../../whatsapp/index.ts'
import { done, type RequestContext, type RequestHandlers } from './handler.ts'

/** Time limit of WhatsApp's ack while a caller waits. */
const ACK_WITHIN_MS = 10_000

export const messageRequests: RequestHandlers<'message.edit' | 'message.revoke' | 'messages.read'> = {
  'message.edit': async (context, { key, text }) => {
    const edit = (id: string) => context.connection.ask((socket) => socket.edit(id, key, text))
    return await change(context, key.id, edit, { change: 'edited', text })
  },
  'message.revoke': async (context, { key }) => {
    const revoke = (id: string) => context.connection.ask((socket) => socket.revoke(id, key))
    return await change(context, key.id, revoke, { change: 'deleted', ...(await ofOthers(context, key)) })
  },
  'messages.read': async ({ connection }, { keys }) => {
    await connection.ask((socket) => socket.markRead(keys))
    return done({})
  },
}

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
  { services, leaseHandle, sessionId, connection }: RequestContext,
  messageId: string,
  send: (stanzaId: string) => Promise<void>,
  ownChange: OwnChange,
): Promise<ConnectorAnswer> {
  const stanzaId = newMessageId()
  const ack = connection.ack(stanzaId, ACK_WITHIN_MS)
  await send(stanzaId)
  const result = await ack
  if (result.kind === 'refused') return { state: 'failed', result: { code: result.code } }
  if (result.kind !== 'accepted') return { state: 'failed', result: { code: NO_ANSWER } }
  const input = { sessionId, messageId, eventId: newId('event'), ...ownChange }
  await persist(leaseHandle, services.log, () =>
    applyOwnChange({ ctx: services, input: { ...input, lease: leaseHandle.lease } }),
  )
  return done({})
}
