import {
  isHostedLidUser,
  isHostedPnUser,
  isLidUser,
  isPnUser,
  jidNormalizedUser,
  type WASocket,
} from '@whiskeysockets/baileys'

/** Returns this device in the addressing of a chat. */
export function ownDevice({ authState }: Pick<WASocket, 'authState'>, chat: string): string {
  const { id = '', lid } = authState.creds.me ?? {}
  return ((isLidUser(chat) || isHostedLidUser(chat)) && lid) || id
}

/** Returns the account of this device in the addressing of a chat. */
export function ownIdentity(sock: Pick<WASocket, 'authState'>, chat: string): string {
  return jidNormalizedUser(ownDevice(sock, chat))
}

/** Tells whether a JID names a person or a device, by number or by LID. */
export function isPerson(jid: string): boolean {
  return [isPnUser, isLidUser, isHostedPnUser, isHostedLidUser].some((is) => is(jid))
}
