import {
  type CacheStore,
  isLidUser,
  isPnUser,
  jidDecode,
  type proto,
  type WASocket,
} from '@whiskeysockets/baileys'
import {
  isTcTokenExpired,
  resolveTcTokenJid,
  shouldSendNewTcToken,
} from '@whiskeysockets/baileys/lib/Utils/tc-token-utils.js'
import type { Logger } from '#shared/logger.ts'
import { ownDevice } from './addressing.ts'
import { jidsOf, type ListedDevice } from './keptLists.ts'
import { type Recipients, type Text, textStanza } from './textStanza.ts'

type TextSocket = Pick<WASocket, 'authState' | 'sendNode' | 'serverProps' | 'signalRepository'>

/**
 * Sends a text to one person, if all devices and their Signal sessions are known.
 * @param lists the cache of device lists that Baileys uses
 * @returns false if nothing was sent and Baileys must send the message. The message is of another kind, a device or a Signal session is
 * unknown, or a privacy token must be issued or deleted.
 * @throws the error of Baileys if the stanza could not be sent
 */
export async function relayText(
  sock: TextSocket,
  { lists, log }: { lists: CacheStore; log: Logger },
  text: Text,
): Promise<boolean> {
  if (!isText(text.message)) return false
  const recipients = await findRecipients(sock, lists, text.jid)
  const token = recipients && (await findPrivacyToken(sock, text.jid))
  if (!recipients || !token) return false
  const stanza = await textStanza(sock, text, recipients, token.value).catch((err: unknown) => {
    // Baileys leaves a device out whose session is broken.
    log.warn({ err, messageId: text.id }, 'relay.encryption_failed')
  })
  if (!stanza) return false
  await sock.sendNode(stanza)
  return true
}

/** Tells whether a message has only a text, which may quote a message or show a preview. */
function isText({ extendedTextMessage, messageContextInfo: _, ...others }: proto.IMessage): boolean {
  return (
    Boolean(extendedTextMessage) && Object.values(others).every((part) => part === null || part === undefined)
  )
}

/** Returns the devices of a person and this account's other devices, or undefined if a device or a Signal session is unknown. */
async function findRecipients(
  sock: TextSocket,
  lists: CacheStore,
  jid: string,
): Promise<Recipients | undefined> {
  const { id, lid } = sock.authState.creds.me ?? {}
  const user = jidDecode(jid)?.user
  const ownUsers = [id, lid].map((own) => jidDecode(own)?.user)
  if (user === undefined || ownUsers.includes(user) || !(isPnUser(jid) || isLidUser(jid))) return undefined
  const ownUser = jidDecode(ownDevice(sock, jid))?.user ?? ''
  const own = await lists.get<readonly ListedDevice[]>(ownUser)
  const theirs = await lists.get<readonly ListedDevice[]>(user)
  if (!own || !theirs?.length) return undefined
  const others = jidsOf(own).filter((device) => device !== id && device !== lid)
  const recipients = { own: others, theirs: jidsOf(theirs) }
  const sessions = await Promise.all(
    [...recipients.own, ...recipients.theirs].map((device) => sock.signalRepository.validateSession(device)),
  )
  return sessions.every(({ exists }) => exists) ? recipients : undefined
}

/**
 * Finds the privacy token of a person. Returns undefined if Baileys must issue a new token, or must delete an expired token. The value is
 * absent if the person has issued no token.
 */
async function findPrivacyToken(
  { authState, serverProps, signalRepository }: TextSocket,
  jid: string,
): Promise<{ value?: Uint8Array } | undefined> {
  const { lidMapping } = signalRepository
  const storedUnder = await resolveTcTokenJid(jid, (number) => lidMapping.getLIDForPN(number))
  const { [storedUnder]: entry } = await authState.keys.get('tctoken', [storedUnder])
  if (!entry || shouldSendNewTcToken(entry.senderTimestamp)) return undefined
  if (entry.token.length === 0) return {}
  if (isTcTokenExpired(entry.timestamp)) return undefined
  return serverProps.privacyTokenOn1to1 ? { value: entry.token } : {}
}
