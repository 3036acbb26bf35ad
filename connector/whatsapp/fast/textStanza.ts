import {
  type BinaryNode,
  encodeSignedDeviceIdentity,
  proto,
  type WASocket,
  writeRandomPadMax16,
} from '@whiskeysockets/baileys'
import { getMessageReportingToken } from '@whiskeysockets/baileys/lib/Utils/reporting-utils.js'

export type EncryptingSocket = Pick<WASocket, 'authState' | 'signalRepository'>

/** A text to one person. */
export interface Text {
  id: string
  jid: string
  message: proto.IMessage
}

/** The recipients of a text: the other devices of this account, and the devices of the person. */
export interface Recipients {
  own: readonly string[]
  theirs: readonly string[]
}

/**
 * Encrypts a text for its recipients, and builds the stanza of Baileys' `relayMessage`. The new state of each Signal session is stored
 * when the promise resolves. Each stanza has its reporting token. Baileys computes the token from padded bytes, which can mostly not
 * be read.
 * @param privacyToken of the person
 * @throws the error of the Signal repository
 */
export async function textStanza(
  sock: EncryptingSocket,
  text: Text,
  recipients: Recipients,
  privacyToken: Uint8Array | undefined,
): Promise<BinaryNode> {
  const { id, jid, message } = text
  const bytes = proto.Message.encode(message).finish()
  const copies = await encryptCopies(sock, text, recipients, bytes)
  const content: BinaryNode[] = [{ tag: 'participants', attrs: {}, content: copies.map(({ to }) => to) }]
  if (copies.some(({ isPrekey }) => isPrekey)) content.push(deviceIdentity(sock))
  const key = { id, fromMe: true, remoteJid: jid }
  const reporting = await getMessageReportingToken(Buffer.from(bytes), message, key)
  if (reporting) content.push(reporting)
  if (privacyToken) content.push({ tag: 'tctoken', attrs: {}, content: privacyToken })
  return { tag: 'message', attrs: { id, to: jid, type: 'text' }, content }
}

async function encryptCopies(
  sock: EncryptingSocket,
  { jid, message }: Text,
  { own, theirs }: Recipients,
  bytes: Uint8Array,
): Promise<{ to: BinaryNode; isPrekey: boolean }[]> {
  const { messageContextInfo = null } = message
  const sent = { deviceSentMessage: { destinationJid: jid, message }, messageContextInfo }
  const ownBytes = own.length > 0 ? proto.Message.encode(sent).finish() : bytes
  return await Promise.all([
    ...own.map((device) => encryptCopy(sock, device, ownBytes)),
    ...theirs.map((device) => encryptCopy(sock, device, bytes)),
  ])
}

async function encryptCopy(
  { signalRepository }: EncryptingSocket,
  jid: string,
  bytes: Uint8Array,
): Promise<{ to: BinaryNode; isPrekey: boolean }> {
  const data = writeRandomPadMax16(bytes)
  const { type, ciphertext } = await signalRepository.encryptMessage({ jid, data })
  const enc = { tag: 'enc', attrs: { v: '2', type }, content: ciphertext }
  return { to: { tag: 'to', attrs: { jid }, content: [enc] }, isPrekey: type === 'pkmsg' }
}

const identities = new WeakMap<proto.IADVSignedDeviceIdentity, BinaryNode>()

/** Returns the proof that the phone has linked this device, which a new Signal session needs. */
function deviceIdentity({ authState }: EncryptingSocket): BinaryNode {
  const { account } = authState.creds
  if (!account) throw new Error('The credentials have no signed device identity. Pair the session again.')
  let known = identities.get(account)
  if (!known) {
    known = { tag: 'device-identity', attrs: {}, content: encodeSignedDeviceIdentity(account, true) }
    identities.set(account, known)
  }
  return known
}
