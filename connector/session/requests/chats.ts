import { NO_ANSWER } from '#shared/domain/connectorRequests/index.ts'
import { newMessageId } from '#shared/ids.ts'
import { phoneOf } from '#shared/jid.ts'
import { persist } from '../../persist.ts'
import { done, type RequestHandlers } from './handler.ts'

/** Time limit of WhatsApp's ack while a caller waits. */
const ACK_WITHIN_MS = 10_000
/** WhatsApp's code for a number without an account. */
const NOT_FOUND = '404'

export const chatRequests: RequestHandlers<'chat.timer'> = {
  'chat.timer': async ({ connection, timers, services, leaseHandle }, { jid, seconds }) => {
    const to = phoneOf(jid) === null ? jid : await connection.ask((socket) => socket.findOnWhatsApp(jid))
    if (to === null) return { state: 'failed', result: { code: NOT_FOUND } }
    const id = newMessageId()
    const at = Math.floor(services.now().getTime() / 1_000)
    const ack = connection.ack(id, ACK_WITHIN_MS)
    await connection.ask((socket) => socket.setTimer(id, { jid: to, seconds, at }))
    const result = await ack
    if (result.kind === 'refused') return { state: 'failed', result: { code: result.code } }
    if (result.kind !== 'accepted') return { state: 'failed', result: { code: NO_ANSWER } }
    await persist(leaseHandle, services.log, () => timers.store([{ jid: to, seconds, at }]))
    return done({})
  },
}
