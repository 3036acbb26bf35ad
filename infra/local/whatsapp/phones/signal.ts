import {
  Curve,
  DEFAULT_CONNECTION_CONFIG,
  generateRegistrationId,
  generateSignalPubKey,
  type KeyPair,
  proto,
  type SignalCreds,
  type SignalDataSet,
  type SignalDataTypeMap,
  type SignalKeyStoreWithTransaction,
  type SignalRepositoryWithLIDStore,
  signedKeyPair,
  unpadRandomMax16,
  writeRandomPadMax16,
} from '@whiskeysockets/baileys'
import pino from 'pino'
import type { KeyBundle } from '../accounts/bundles.ts'
import type { Rows } from '../state/table.ts'

/** A phone's own keys. */
export interface PhoneIdentity extends SignalCreds {
  nextPreKeyId: number
}

export function createPhoneIdentity(): PhoneIdentity {
  const signedIdentityKey = Curve.generateKeyPair()
  return {
    signedIdentityKey,
    signedPreKey: signedKeyPair(signedIdentityKey, 1),
    registrationId: generateRegistrationId(),
    nextPreKeyId: 1,
  }
}

type Session = Parameters<SignalRepositoryWithLIDStore['injectE2ESession']>[0]['session']
/** Baileys' reader of retry receipts says `preKey: undefined` where its own repository wants it left out. */
type Bundled = Omit<Session, 'preKey'> & { preKey?: Session['preKey'] | undefined }

const silent = pino({ level: 'silent' })

/**
 * A phone's Signal engine: Baileys' own, over the rows of this phone. Sessions are always those of LIDs, as on
 * companions. Not safe for concurrent use: a phone does one thing at a time.
 */
export class PhoneSignal {
  private readonly repository: SignalRepositoryWithLIDStore
  private readonly rows: Rows<unknown>
  private readonly identities: Rows<PhoneIdentity>

  constructor(rows: Rows<unknown>, identities: Rows<PhoneIdentity>) {
    this.rows = rows
    this.identities = identities
    if (!identities.get('own')) identities.set('own', createPhoneIdentity())
    const auth = { creds: this.creds, keys: keyStore(rows) }
    this.repository = DEFAULT_CONNECTION_CONFIG.makeSignalRepository(auth, silent)
  }

  get identity(): KeyPair {
    return this.creds.signedIdentityKey
  }

  get registrationId(): number {
    return this.creds.registrationId
  }

  /** A bundle for one peer, with a one-time prekey made for it. */
  bundle(): KeyBundle {
    const { registrationId, signedIdentityKey, signedPreKey, nextPreKeyId } = this.creds
    const oneTime = Curve.generateKeyPair()
    this.rows.set(`pre-key/${nextPreKeyId}`, oneTime)
    this.identities.set('own', { ...this.creds, nextPreKeyId: nextPreKeyId + 1 })
    return {
      registrationId,
      identity: signedIdentityKey.public,
      signedPreKey: {
        id: signedPreKey.keyId,
        key: signedPreKey.keyPair.public,
        signature: signedPreKey.signature,
      },
      preKey: { id: nextPreKeyId, key: oneTime.public },
    }
  }

  async hasSession(lidJid: string): Promise<boolean> {
    return (await this.repository.validateSession(lidJid)).exists
  }

  /** Starts a new session with a device, closing the one there may be. */
  async startSession(lidJid: string, { preKey, signedPreKey, ...bundle }: KeyBundle): Promise<void> {
    await this.inject(lidJid, {
      registrationId: bundle.registrationId,
      identityKey: generateSignalPubKey(bundle.identity),
      signedPreKey: {
        keyId: signedPreKey.id,
        publicKey: generateSignalPubKey(signedPreKey.key),
        signature: signedPreKey.signature,
      },
      ...(preKey && { preKey: { keyId: preKey.id, publicKey: generateSignalPubKey(preKey.key) } }),
    })
  }

  /** As {@link startSession}, with a bundle in libsignal's form, e.g. out of a retry receipt. */
  async inject(lidJid: string, { preKey, ...session }: Bundled): Promise<void> {
    await this.repository.injectE2ESession({
      jid: lidJid,
      session: preKey ? { ...session, preKey } : session,
    })
  }

  /** Encrypts for a device there is a session with; the plaintext is the message with 1-16 bytes of padding. */
  encrypt(
    lidJid: string,
    message: proto.IMessage,
  ): Promise<{ type: 'pkmsg' | 'msg'; ciphertext: Uint8Array }> {
    const data = writeRandomPadMax16(proto.Message.encode(message).finish())
    return this.repository.encryptMessage({ jid: lidJid, data })
  }

  /** Throws when there is no fitting session, or the message key is used. */
  async decrypt(lidJid: string, type: 'pkmsg' | 'msg', ciphertext: Uint8Array): Promise<proto.Message> {
    const padded = await this.repository.decryptMessage({ jid: lidJid, type, ciphertext })
    return proto.Message.decode(unpadRandomMax16(padded))
  }

  close(): void {
    this.repository.close?.()
  }

  private get creds(): PhoneIdentity {
    const own = this.identities.get('own')
    if (!own) throw new Error('a phone without an identity')
    return own
  }
}

/** The rows `type/id` as Baileys' key store. Every write stands by itself: one phone does one thing at a time. */
function keyStore(rows: Rows<unknown>): SignalKeyStoreWithTransaction {
  return {
    get: <T extends keyof SignalDataTypeMap>(type: T, ids: string[]) => {
      const found: { [id: string]: SignalDataTypeMap[T] } = {}
      for (const id of ids) {
        const value = rows.get(`${type}/${id}`)
        if (value !== undefined) found[id] = value as SignalDataTypeMap[T]
      }
      return found
    },
    set: (data: SignalDataSet) => {
      for (const [type, values] of Object.entries(data))
        for (const [id, value] of Object.entries(values)) {
          if (value === null) rows.delete(`${type}/${id}`)
          else rows.set(`${type}/${id}`, value)
        }
    },
    isInTransaction: () => false,
    transaction: (work) => work(),
  }
}
