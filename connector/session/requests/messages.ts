import { type ConnectorAnswer, NO_ANSWER } from '#shared/domain/connectorRequests/index.ts'
import { applyOwnChange, type OwnChange } from '#shared/domain/messages/index.ts'
import { newId, newMessageId } from '#shared/ids.ts'
import { persist } from '../../persist.ts'
import { type Asked, done, type Performers } from './asked.ts'

/** WhatsApp's ack of a stanza that a caller waits for. */
const ACK_WITHIN_MS = 10_000

export const messageRequests: Performers<'message.edit' | 'message.revoke' | 'messages.read'> = {
  'message.edit': async (asked, { key, text }) => {
    const edit = (id: string) => asked.connection.ask((socket) => socket.edit(id, key, text))
    return await change(asked, key.id, edit, { change: 'edited', text })
  },
  'message.revoke': async (asked, { key }) => {
    const revoke = (id: string) => asked.connection.ask((socket) => socket.revoke(id, key))
    return await change(asked, key.id, revoke, { change: 'deleted' })
  },
  'messages.read': async ({ connection }, { keys }) => {
    await connection.ask((socket) => socket.markRead(keys))
    return done({})
  },
}

/** Sends a change of an earlier message, and writes it down once WhatsApp has taken it. */
async function change(
  { services, tenure, sessionId, connection }: Asked,
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
  await persist(tenure, services.log, () =>
    applyOwnChange({ ctx: services, input: { ...input, lease: tenure.lease } }),
  )
  return done({})
}
