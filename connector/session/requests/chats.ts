import { persist } from '../../persist.ts'
import type { SentChange } from '../../whatsapp/index.ts'
import type { RequestHandlers } from './handler.ts'
import { answerOf, sendChange } from './sendChange.ts'

/** WhatsApp's code for a number without an account. */
const NOT_FOUND = '404'

export const chatRequests: RequestHandlers<'chat.timer'> = {
  'chat.timer': async (context, { jid, seconds }) => {
    const { accounts, connection, timers, lidMappings, services, leaseHandle } = context
    if ((await accounts.find(connection, jid)) === null)
      return { state: 'failed', result: { code: NOT_FOUND } }
    const at = Math.floor(services.now().getTime() / 1_000)
    const compose = async (to: string): Promise<SentChange> => ({
      change: 'timer',
      setting: { jid: to, seconds, at },
    })
    const store = async () => {
      const known = await accounts.chatOf(connection, jid)
      await persist(leaseHandle, services.log, () =>
        lidMappings.inOrder(async () =>
          timers.store([{ jid: await lidMappings.phoneOf(known), seconds, at }]),
        ),
      )
    }
    return answerOf(await sendChange(context, jid, compose, store))
  },
}
