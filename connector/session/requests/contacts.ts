import { phoneJid } from '#shared/jid.ts'
import type { Connection } from '../connection.ts'
import { done, type RequestHandlers } from './handler.ts'

export const contactRequests: RequestHandlers<'presence.set' | 'contacts.check' | 'contact.picture'> = {
  'presence.set': async ({ connection }, { jid, state }) => {
    await connection.ask((socket) => socket.setPresence(jid, state))
    return done({})
  },
  'contacts.check': async ({ connection }, { phones }) =>
    done(await Promise.all(phones.map((phone) => check(connection, phone)))),
  'contact.picture': async ({ connection }, { jid }) =>
    done({ url: await connection.ask((socket) => socket.pictureUrl(jid)) }),
}

async function check(connection: Connection, phone: string) {
  const jid = await connection.ask((socket) => socket.findOnWhatsApp(phoneJid(phone)))
  const lid = jid && (await connection.ask((socket) => socket.lidOf(jid)))
  return { phone, exists: jid !== null, jid, lid: lid || null }
}
