import { type AuthenticationCreds, generateSignalPubKey, type SignalKeyStore } from '@whiskeysockets/baileys'
import type { SessionRecord, SignalStorage } from 'libsignal'
import type { LiveRecords } from './liveRecords.ts'
import { pruneClosed } from './pruneClosed.ts'

interface KeyPair {
  privKey: Buffer
  pubKey: Buffer
}

/** The identity of the account, in libsignal's form. */
export type Identity = Pick<AuthenticationCreds, 'registrationId'> & { keyPair: KeyPair }

export function identityOf({ registrationId, signedIdentityKey }: AuthenticationCreds): Identity {
  const { private: privKey, public: pubKey } = signedIdentityKey
  const keyPair = { privKey: Buffer.from(privKey), pubKey: Buffer.from(generateSignalPubKey(pubKey)) }
  return { registrationId, keyPair }
}

/**
 * libsignal's storage for one operation on one session. The operation takes the live record, and returns it with the value that it
 * writes. `saved` settles with the write.
 */
export class SessionOperation implements SignalStorage {
  readonly #records: LiveRecords
  readonly #identity: Identity
  readonly #keys: SignalKeyStore
  readonly #address: string
  #saved: Promise<void> = Promise.resolve()

  /** @param options.keys stores the record; within a transaction, or immediately */
  constructor(options: { records: LiveRecords; identity: Identity; keys: SignalKeyStore; address: string }) {
    this.#records = options.records
    this.#identity = options.identity
    this.#keys = options.keys
    this.#address = options.address
  }

  /** Resolves when the record is stored. */
  get saved(): Promise<void> {
    return this.#saved
  }

  async loadSession(): Promise<SessionRecord | undefined> {
    const stored = (await this.#keys.get('session', [this.#address]))[this.#address]
    return stored && this.#records.take(this.#address, stored)
  }

  async storeSession(_queue: string, record: SessionRecord): Promise<void> {
    pruneClosed(record)
    const value = record.serialize()
    this.#records.add(this.#address, record, value)
    this.#saved = Promise.resolve(this.#keys.set({ session: { [this.#address]: value } }))
    // The owner of the operation awaits `saved`. Until then, a failure must not end the process.
    this.#saved.catch(() => undefined)
  }

  isTrustedIdentity(): boolean {
    return true
  }

  getOurIdentity(): KeyPair {
    return this.#identity.keyPair
  }

  getOurRegistrationId(): number {
    return this.#identity.registrationId
  }

  /** Only messages that begin a session need prekeys, and Baileys decrypts those. */
  loadPreKey(): Promise<undefined> {
    return Promise.reject(new Error('The operation has no prekeys'))
  }

  removePreKey(): void {
    throw new Error('The operation has no prekeys')
  }

  loadSignedPreKey(): never {
    throw new Error('The operation has no prekeys')
  }
}
