import { Cipher } from '#shared/crypto/index.ts'
import { loadCreds, saveCreds } from '#shared/domain/auth-state/index.ts'
import type { Lease } from '#shared/domain/fleet/index.ts'
import { bareJid } from '#shared/jid.ts'
import type { ConnectorServices } from '../services.ts'
import type { PartitionStatements } from '../statements.ts'
import { type AuthBackend, AuthStore, decodeCreds, type SocketLife, sealContext } from '../whatsapp/index.ts'

export interface SessionAuth {
  store: AuthStore
  /** Opens what is sealed with the session's data key. */
  cipher: Cipher
}

/**
 * Loads a session's credentials, or makes new ones, and gives Baileys a store over the database.
 * @param life of the socket that it is for
 */
export async function loadAuth(
  services: Pick<ConnectorServices, 'db' | 'keyring'>,
  session: { lease: Lease; statements: PartitionStatements; sessionId: string },
  life: SocketLife,
): Promise<SessionAuth> {
  const { keyring } = services
  const { lease, statements, sessionId } = session
  const stored = await loadCreds({ ctx: services, input: { sessionId } })
  const { key, wrapped } = stored
    ? { key: await keyring.unwrap(stored.wrappedKey, sessionId), wrapped: stored.wrappedKey }
    : await keyring.createDataKey(sessionId)
  // The key must be stored before anything that is sealed with it.
  if (!stored)
    await saveCreds({
      ctx: services,
      input: { lease, sessionId, creds: { wrappedKey: wrapped, value: null } },
    })

  const cipher = new Cipher(key)
  const context = sealContext(sessionId, 'creds', '')
  const backend: AuthBackend = {
    loadKeys: (type, ids) => statements.loadKeys(sessionId, type, ids),
    saveKeys: (changes) => statements.saveKeys(sessionId, changes),
    saveCreds: (value) =>
      saveCreds({ ctx: services, input: { lease, sessionId, creds: { wrappedKey: wrapped, value } } }),
  }
  const creds = decodeCreds(stored?.value ? cipher.open(stored.value, context) : undefined)
  return { cipher, store: new AuthStore({ creds, backend, cipher, sessionId, life }) }
}

/** By which JIDs others name us; none before the pairing. */
export function ownJids({ me }: AuthStore): string[] {
  return me ? [me.id, me.lid].filter((jid) => jid !== '').map(bareJid) : []
}
