import { type AuthenticationCreds, BufferJSON, initAuthCreds, proto } from '@whiskeysockets/baileys'

/** Baileys' key type whose values are protobuf objects. */
const APP_STATE_KEY = 'app-state-sync-key'

/** Encodes a value that may contain bytes, such as credentials. */
export function encodeValue(value: unknown): Buffer {
  return Buffer.from(JSON.stringify(value, BufferJSON.replacer))
}

/**
 * Encodes a Signal key. A Signal session consists of text and numbers, and so needs no replacer, which would be called for each of its
 * fields.
 */
export function encodeKey(type: string, value: unknown): Buffer {
  const isPlain = type === 'session' && !(value instanceof Uint8Array)
  return isPlain ? Buffer.from(JSON.stringify(value)) : encodeValue(value)
}

/** Decodes a Signal key into the form that Baileys expects. */
export function decodeKey(type: string, bytes: Buffer): unknown {
  const value = JSON.parse(bytes.toString(), BufferJSON.reviver)
  return type === APP_STATE_KEY ? proto.Message.AppStateSyncKeyData.fromObject(value) : value
}

/**
 * Decodes saved credentials, or creates new ones. A pairing code makes Baileys set `me` before the pairing. With that `me`,
 * Baileys would log in as a device that WhatsApp does not know. Paired credentials have an `account`.
 */
export function decodeCreds(bytes: Buffer | undefined): AuthenticationCreds {
  if (bytes === undefined) return initAuthCreds()
  const creds = JSON.parse(bytes.toString(), BufferJSON.reviver) as AuthenticationCreds
  if (!creds.account) delete creds.me
  return creds
}
