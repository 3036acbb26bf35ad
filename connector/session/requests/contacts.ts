import { phoneJid } from '#shared/jid.ts'
import { done, type RequestContext, type RequestHandlers } from './handler.ts'

export const contactRequests: RequestHandlers<'presence.set' | 'contacts.check' | 'contact.picture'> = {
  'presence.set': async ({ connection, accounts }, { jid, state }) => {
    const chat = await accounts.chatOf(connection, jid)
    await connection.ask((socket) => socket.setPresence(chat, state))
    return done({})
  },
  'contacts.check': async (context, { phones }) =>
    done(await Promise.all(phones.map((phone) => check(context, phone)))),
  'contact.picture': async ({ connection, accounts }, { jid }) => {
    const chat = await accounts.chatOf(connection, jid)
    return done({ url: await connection.ask((socket) => socket.pictureUrl(chat)) })
  },
}

async function check({ connection, accounts }: RequestContext, phone: string) {
  accounts.forget(phoneJid(phone))
  const jid = await accounts.find(connection, phoneJid(phone))
  const lid = jid && (await connection.ask((socket) => socket.lidOf(jid)))
  return { phone, exists: jid !== null, jid, lid: lid || null }
}
