import { type ConnectorAnswer, NO_ANSWER } from '#shared/domain/connectorRequests/index.ts'
import type { SentChange } from '../../whatsapp/index.ts'
import type { AckResult } from '../acks.ts'
import { done, type RequestContext } from './handler.ts'
import { sendToChat } from './sendToChat.ts'

/**
 * Sends a change to a chat, and stores the change after WhatsApp's ack. A phone that cannot decrypt the change gets it again.
 * @param compose returns the change for the chat's JID on WhatsApp
 */
export async function sendChange(
  context: RequestContext,
  jid: string,
  compose: (jid: string) => Promise<SentChange>,
  store: () => Promise<unknown>,
): Promise<AckResult> {
  const { connection, changes } = context
  const sent: string[] = []
  let isStored = false
  try {
    const result = await sendToChat(context, jid, async (id, to) => {
      const change = await compose(to)
      sent.push(id)
      changes.add(id, change)
      await connection.ask((socket) => socket.sendChange(id, change))
    })
    if (result.kind === 'accepted') {
      await store()
      isStored = true
    }
    return result
  } finally {
    for (const id of sent) {
      if (isStored) changes.stored(id)
      else changes.forget(id)
    }
  }
}

/** Returns the answer to the caller of a change. */
export function answerOf(result: AckResult): ConnectorAnswer {
  if (result.kind === 'refused') return { state: 'failed', result: { code: result.code } }
  return result.kind === 'accepted' ? done({}) : { state: 'failed', result: { code: NO_ANSWER } }
}
