import { newMessageId } from '#shared/ids.ts'
import { NO_ACCOUNT } from '../accounts.ts'
import type { AckResult } from '../acks.ts'
import type { RequestContext } from './handler.ts'

/** Time limit of WhatsApp's ack while a caller waits. */
const ACK_WITHIN_MS = 10_000

/** Sends a stanza with an id to a chat. */
type Send = (stanzaId: string, jid: string) => Promise<void>

/** Sends a stanza to a chat's JID on WhatsApp. If the account has moved to another JID, sends the stanza there. */
export async function sendToChat(context: RequestContext, jid: string, send: Send): Promise<AckResult> {
  const { accounts, connection } = context
  const canonical = await accounts.chatOf(connection, jid)
  const result = await sendAndWait(context, canonical, send)
  if (result.kind !== 'refused' || result.code !== NO_ACCOUNT) return result
  accounts.forget(canonical)
  const moved = await accounts.chatOf(connection, canonical)
  return moved === canonical ? result : await sendAndWait(context, moved, send)
}

async function sendAndWait({ connection }: RequestContext, jid: string, send: Send): Promise<AckResult> {
  const stanzaId = newMessageId()
  const ack = connection.ack(stanzaId, ACK_WITHIN_MS)
  await send(stanzaId, jid)
  return await ack
}
