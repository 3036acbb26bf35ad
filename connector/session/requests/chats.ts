import { NO_ANSWER } from '#shared/domain/connectorRequests/index.ts'
import { persist } from '../../persist.ts'
import { done, type RequestHandlers } from './handler.ts'
import { sendToChat } from './sendToChat.ts'

/** WhatsApp's code for a number without an account. */
const NOT_FOUND = '404'

export const chatRequests: RequestHandlers<'chat.timer'> = {
  'chat.timer': async (context, { jid, seconds }) => {
    const { accounts, connection, timers, lidMappings, services, leaseHandle } = context
    if ((await accounts.find(connection, jid)) === null)
      return { state: 'failed', result: { code: NOT_FOUND } }
    const at = Math.floor(services.now().getTime() / 1_000)
    const result = await sendToChat(context, jid, (id, to) =>
      connection.ask((socket) => socket.setTimer(id, { jid: to, seconds, at })),
    )
    if (result.kind === 'refused') return { state: 'failed', result: { code: result.code } }
    if (result.kind !== 'accepted') return { state: 'failed', result: { code: NO_ANSWER } }
    const known = await accounts.chatOf(connection, jid)
    await persist(leaseHandle, services.log, () =>
      lidMappings.inOrder(async () => timers.store([{ jid: await lidMappings.phoneOf(known), seconds, at }])),
    )
    return done({})
  },
}
