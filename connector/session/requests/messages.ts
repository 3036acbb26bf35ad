import { findTimer } from '#shared/domain/chats/index.ts'
import { type ConnectorAnswer, NO_ANSWER } from '#shared/domain/connectorRequests/index.ts'
import { applyOwnChange, type OwnChange, quotedMessage } from '#shared/domain/messages/index.ts'
import { newId, newMessageId } from '#shared/ids.ts'
import { persist } from '../../persist.ts'
import { shownOf } from '../messageFacts.ts'
import { done, type RequestContext, type RequestHandlers } from './handler.ts'

/** Time limit of WhatsApp's ack while a caller waits. */
const ACK_WITHIN_MS = 10_000
/** Code for a message that was revoked meanwhile. */
const NOT_FOUND = '404'

export const messageRequests: RequestHandlers<'message.edit' | 'message.revoke' | 'messages.read'> = {
  'message.edit': async (context, { key, text, mentions: given }) => {
    const { services: ctx, sessionId } = context
    const input = { sessionId, messageId: key.id, fromMe: true }
    const message = await quotedMessage({ ctx, input })
    if (!message) return { state: 'failed', result: { code: NOT_FOUND } }
    const mentions = given ?? message.content.mentions
    const content = { [message.type === 'text' ? 'text' : 'caption']: text, ...(mentions && { mentions }) }
    const timer = await findTimer({ ctx, input: { sessionId, jid: message.remoteJid } })
    const edited = { ...shownOf(message), content: { ...message.content, ...content }, timer }
    const edit = (id: string) => context.connection.ask((socket) => socket.edit(id, key, edited))
    return await change(context, key.id, edit, { change: 'edited', content })
  },
  'message.revoke': async (context, { key }) => {
    const revoke = (id: string) => context.connection.ask((socket) => socket.revoke(id, key))
    return await change(context, key.id, revoke, { change: 'deleted' })
  },
  'messages.read': async ({ connection }, { keys }) => {
    await connection.ask((socket) => socket.markRead(keys))
    return done({})
  },
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
