import { type AuthenticationCreds, BufferJSON, initAuthCreds, proto } from '@whiskeysockets/baileys'

/** Key types of Baileys that are protobuf objects, and must come back as such. */
const APP_STATE_KEY = 'app-state-sync-key'

/** A Signal key, or credentials, as bytes. */
export function encodeValue(value: unknown): Buffer {
  return Buffer.from(JSON.stringify(value, BufferJSON.replacer))
}

/** A Signal key of a type as Baileys wants it back. */
export function decodeKey(type: string, bytes: Buffer): unknown {
  const value = JSON.parse(bytes.toString(), BufferJSON.reviver)
  return type === APP_STATE_KEY ? proto.Message.AppStateSyncKeyData.fromObject(value) : value
}

/**
 * Credentials as they were saved, or new ones. A pairing code makes Baileys write `me` before anything is paired; were it
 * kept, Baileys would log in as a device that WhatsApp does not know. Paired means: there is an `account`.
 */
export function decodeCreds(bytes: Buffer | undefined): AuthenticationCreds {
  if (bytes === undefined) return initAuthCreds()
  const creds = JSON.parse(bytes.toString(), BufferJSON.reviver) as AuthenticationCreds
  if (!creds.account) delete creds.me
  return creds
}
