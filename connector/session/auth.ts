import { Cipher } from '#shared/crypto/index.ts'
import { loadCreds, saveCreds } from '#shared/domain/auth-state/index.ts'
import type { Lease } from '#shared/domain/fleet/index.ts'
import { bareJid } from '#shared/jid.ts'
import type { PartitionQueries } from '../batchedQueries.ts'
import type { ConnectorServices } from '../services.ts'
import {
  type AuthBackend,
  AuthStore,
  decodeCreds,
  type SocketLifecycle,
  sealContext,
} from '../whatsapp/index.ts'

export interface SessionAuth {
  sessionId: string
  store: AuthStore
  /** Decrypts values that are encrypted with the session's data key. */
  cipher: Cipher
}

/**
 * Loads a session's credentials, or creates new ones, and creates the key store for Baileys.
 * @param lifecycle of the socket that uses the store
 */
export async function loadAuth(
  services: Pick<ConnectorServices, 'db' | 'keyring'>,
  session: { lease: Lease; queries: PartitionQueries; sessionId: string },
  lifecycle: SocketLifecycle,
): Promise<SessionAuth> {
  const { keyring } = services
  const { lease, queries, sessionId } = session
  const stored = await loadCreds({ ctx: services, input: { sessionId } })
  const { key, wrapped } = stored
    ? { key: await keyring.unwrap(stored.wrappedKey, sessionId), wrapped: stored.wrappedKey }
    : await keyring.createDataKey(sessionId)
  // The wrapped key must be stored before any value that it encrypts.
  if (!stored)
    await saveCreds({
      ctx: services,
      input: { lease, sessionId, creds: { wrappedKey: wrapped, value: null } },
    })

  const cipher = new Cipher(key)
  const context = sealContext(sessionId, 'creds', '')
  const backend: AuthBackend = {
    loadKeys: (type, ids) => queries.loadKeys(sessionId, type, ids),
    saveKeys: (changes) => queries.saveKeys(sessionId, changes),
    saveCreds: (value) =>
      saveCreds({ ctx: services, input: { lease, sessionId, creds: { wrappedKey: wrapped, value } } }),
  }
  const creds = decodeCreds(stored?.value ? cipher.open(stored.value, context) : undefined)
  return { sessionId, cipher, store: new AuthStore({ creds, backend, cipher, sessionId, lifecycle }) }
}

/** Returns the session's own JIDs; none before the pairing. */
export function ownJids({ me }: AuthStore): string[] {
  return me ? [me.id, me.lid].filter((jid) => jid !== '').map(bareJid) : []
}

/** Name of the sealed secrets of messages, in the context that binds a value to its row. */
const SECRET = 'secret'

/** Seals the secret of a message for the message's row. */
export function sealSecret(
  { cipher, sessionId }: SessionAuth,
  messageId: string,
  secret: Uint8Array,
): Buffer {
  return cipher.seal(secret, sealContext(sessionId, SECRET, messageId))
}

/** Opens the sealed secret of a message. Returns null if the message has none. */
export function openSecret(
  { cipher, sessionId }: SessionAuth,
  messageId: string,
  sealed: Buffer | null,
): Buffer | null {
  return sealed && cipher.open(sealed, sealContext(sessionId, SECRET, messageId))
}
