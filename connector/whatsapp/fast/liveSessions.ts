import {
  type AuthenticationCreds,
  isHostedPnUser,
  isPnUser,
  type SignalKeyStore,
  type SignalRepositoryWithLIDStore,
} from '@whiskeysockets/baileys'
import { ProtocolAddress, SessionBuilder, SessionCipher } from 'libsignal'
import { lockOn, separately } from '../signalLocks.ts'
import type { Transactions } from '../transactions.ts'
import { LiveRecords } from './liveRecords.ts'
import { identityOf, SessionOperation } from './sessionOperation.ts'

const MAX_PLACES = 5_000
/** libsignal's type of a message that begins a session. */
const PREKEY = 3

/** The key of a session in the store, and the lock on all sessions with its account. */
interface Place {
  address: string
  lock: string
}

export interface LiveSessions
  extends Pick<
    SignalRepositoryWithLIDStore,
    'encryptMessage' | 'decryptMessage' | 'injectE2ESession' | 'validateSession'
  > {
  /** Returns the lock on the sessions with an account. */
  lockOf(jid: string): Promise<string>
}

export interface LiveSessionsOptions {
  /** Baileys' repository, which does all other work. */
  inner: SignalRepositoryWithLIDStore
  creds: AuthenticationCreds
  /** The store without transactions: a write commits before it resolves, and is visible immediately. */
  store: SignalKeyStore
  /** Transactions over the store. `decryptMessage` runs within one. */
  keys: SignalKeyStore & Transactions
}

let sockets = 0

/**
 * Encrypts and decrypts with libsignal on records that stay deserialised. Baileys deserialises and serialises the record for each
 * step, and resolves the LID of the contact four times. A step is stored before its ciphertext is returned. An operation on a session
 * waits for the step of the operation before, but not for that step's write. Writes of a session keep their order.
 */
export function liveSessions({ inner, creds, store, keys }: LiveSessionsOptions): LiveSessions {
  const records = new LiveRecords()
  const placeOf = places(inner)
  // libsignal queues the operations on an address for the whole process. The prefix separates the sockets.
  const socket = ++sockets
  const named = (address: string) => {
    const [id = '', device] = address.split('.')
    return new ProtocolAddress(`${socket}:${id}`, Number(device))
  }
  let identity: ReturnType<typeof identityOf> | undefined
  const begin = (address: string, through: SignalKeyStore) => {
    identity ??= identityOf(creds)
    return new SessionOperation({ records, identity, keys: through, address })
  }
  const stored = async <Result>(
    jid: string,
    work: (operation: SessionOperation, address: ProtocolAddress) => Promise<Result>,
  ): Promise<Result> => {
    const { address, lock } = await placeOf(jid)
    const operation = begin(address, store)
    const result = await keys.exclusive(() => work(operation, named(address)), lock)
    await operation.saved
    return result
  }

  return {
    lockOf: async (jid) => (await placeOf(jid)).lock,
    encryptMessage: ({ jid, data }) =>
      stored(jid, async (operation, address) => {
        const { type, body } = await new SessionCipher(operation, address).encrypt(data)
        return { type: type === PREKEY ? 'pkmsg' : 'msg', ciphertext: body as unknown as Uint8Array }
      }),
    injectE2ESession: ({ jid, session }) =>
      stored(jid, (operation, address) =>
        new SessionBuilder(operation, address).initOutgoing(session as never),
      ),
    validateSession: async (jid) => {
      const { address } = await placeOf(jid)
      const value = (await store.get('session', [address]))[address]
      const record = value && records.peek(address, value)
      if (!record) return { exists: false, reason: 'no session' }
      return record.haveOpenSession() ? { exists: true } : { exists: false, reason: 'no open session' }
    },
    decryptMessage: async (message) => {
      const { jid, type, ciphertext } = message
      // The first message of a session needs Baileys' checks of the identity and the prekeys.
      if (type !== 'msg') return await inner.decryptMessage(message)
      const { address } = await placeOf(jid)
      const operation = begin(address, keys)
      const plaintext = await new SessionCipher(operation, named(address)).decryptWhisperMessage(ciphertext)
      await operation.saved
      return plaintext
    },
  }
}

/**
 * Returns a function that finds the place of a contact's session. Baileys stores the session of a number under its LID. A place
 * without a LID is not kept, because a LID may become known.
 */
function places(inner: SignalRepositoryWithLIDStore): (jid: string) => Promise<Place> {
  const { lidMapping } = inner
  const known = new Map<string, Place>()
  const storeMappings = lidMapping.storeLIDPNMappings.bind(lidMapping)
  lidMapping.storeLIDPNMappings = (pairs) => storeMappings(pairs).finally(() => known.clear())
  const find = separately(async (jid: string): Promise<Place> => {
    const isNumber = isPnUser(jid) || isHostedPnUser(jid)
    const lid = isNumber ? await lidMapping.getLIDForPN(jid) : null
    const place = { address: inner.jidToSignalProtocolAddress(lid ?? jid), lock: lockOn(lid ?? jid) }
    if (isNumber && lid === null) return place
    if (known.size >= MAX_PLACES) known.clear()
    known.set(jid, place)
    return place
  })
  return async (jid) => known.get(jid) ?? (await find(jid))
}
