import type { ConnectorRequest } from '#shared/contracts/requests.ts'
import { applyOwnChange, type OwnChange } from '#shared/domain/messages/index.ts'
import type { RequestAnswer } from '#shared/domain/requests/index.ts'
import { newId, newMessageId } from '#shared/ids.ts'
import { phoneJid } from '#shared/jid.ts'
import type { Tenure } from '../fleet/tenure.ts'
import { persist } from '../persist.ts'
import type { ConnectorServices } from '../services.ts'
import type { Connection } from './connection.ts'

/** WhatsApp's ack of a stanza that a caller waits for. */
const ACK_WITHIN_MS = 10_000

interface Asked {
  services: Pick<ConnectorServices, 'db' | 'now' | 'log' | 'outbox'>
  tenure: Tenure
  sessionId: string
  connection: Connection
}

type OnConnection = Exclude<ConnectorRequest, { kind: 'pairing-code' }>

/** Does what a caller asked for, on an open connection.
 * @throws NotInTime, or WhatsApp's refusal */
export async function performRequest(asked: Asked, request: OnConnection): Promise<RequestAnswer> {
  const { connection } = asked
  switch (request.kind) {
    case 'message.edit': {
      const edit = (id: string) => connection.ask((socket) => socket.edit(id, request.key, request.text))
      return await change(asked, request.key.id, edit, { change: 'edited', text: request.text })
    }
    case 'message.revoke':
      return await change(
        asked,
        request.key.id,
        (id) => connection.ask((socket) => socket.revoke(id, request.key)),
        {
          change: 'deleted',
        },
      )
    case 'messages.read':
      await connection.ask((socket) => socket.markRead(request.keys))
      return done({})
    case 'presence.set':
      await connection.ask((socket) => socket.setPresence(request.jid, request.state))
      return done({})
    case 'contacts.check':
      return done(await Promise.all(request.phones.map((phone) => check(connection, phone))))
    case 'contact.picture':
      return done({ url: await connection.ask((socket) => socket.pictureUrl(request.jid)) })
  }
}

/** Sends a change of an earlier message, and writes it down once WhatsApp has taken it. */
async function change(
  { services, tenure, sessionId, connection }: Asked,
  messageId: string,
  send: (stanzaId: string) => Promise<void>,
  ownChange: OwnChange,
): Promise<RequestAnswer> {
  const stanzaId = newMessageId()
  const ack = connection.ack(stanzaId, ACK_WITHIN_MS)
  await send(stanzaId)
  const result = await ack
  if (result.kind === 'refused') return { state: 'failed', result: { code: result.code } }
  if (result.kind !== 'accepted') return { state: 'failed', result: { code: 'no_answer' } }
  const input = { sessionId, messageId, eventId: newId('event'), ...ownChange }
  await persist(tenure, services.log, () => applyOwnChange({ ctx: services, lease: tenure.lease, input }))
  return done({})
}

async function check(connection: Connection, phone: string) {
  const jid = await connection.ask((socket) => socket.findOnWhatsApp(phoneJid(phone)))
  const lid = jid && (await connection.ask((socket) => socket.lidOf(jid)))
  return { phone, exists: jid !== null, jid, lid: lid || null }
}

function done(result: unknown): RequestAnswer {
  return { state: 'done', result }
}
