import {
  Curve,
  DEFAULT_CONNECTION_CONFIG,
  generateSignalPubKey,
  type KeyPair,
  proto,
  type SignalRepositoryWithLIDStore,
  unpadRandomMax16,
  writeRandomPadMax16,
} from '@whiskeysockets/baileys'
import pino from 'pino'
import type { KeyBundle } from '../accounts/bundles.ts'
import { isolateAttempts } from '../signal/isolateAttempts.ts'
import type { Rows } from '../state/table.ts'
import { encodeMessage } from './future.ts'
import { keyStore } from './key-store.ts'
import { createPhoneIdentity, type PhoneIdentity } from './phone-identity.ts'

type Session = Parameters<SignalRepositoryWithLIDStore['injectE2ESession']>[0]['session']
/** Baileys' reader of retry receipts sets `preKey: undefined`. Baileys' repository expects the key to be absent. */
type Bundled = Omit<Session, 'preKey'> & { preKey?: Session['preKey'] | undefined }

const silent = pino({ level: 'silent' })

/**
 * The Signal engine of a phone: Baileys' engine over the rows of this phone. Sessions use LIDs, as on
 * companions. The engine needs no lock, because a phone does one thing at a time.
 */
export class PhoneSignal {
  private readonly repository: SignalRepositoryWithLIDStore
  private readonly rows: Rows<unknown>
  private readonly identities: Rows<PhoneIdentity>

  constructor(rows: Rows<unknown>, identities: Rows<PhoneIdentity>) {
    isolateAttempts()
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

  /** Returns a prekey bundle for one peer, with a new one-time prekey. */
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

  /** Begins a new Signal session with a device, and closes the previous session. */
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

  /** Begins a session as {@link startSession} does, from a bundle in libsignal's form, e.g. of a retry receipt. */
  async inject(lidJid: string, { preKey, ...session }: Bundled): Promise<void> {
    await this.repository.injectE2ESession({
      jid: lidJid,
      session: preKey ? { ...session, preKey } : session,
    })
  }

  /**
   * Encrypts for a device with which a Signal session exists. The plaintext is the message with 1-16 bytes of
   * padding.
   */
  encrypt(
    lidJid: string,
    message: proto.IMessage,
  ): Promise<{ type: 'pkmsg' | 'msg'; ciphertext: Uint8Array }> {
    const data = writeRandomPadMax16(encodeMessage(message))
    return this.repository.encryptMessage({ jid: lidJid, data })
  }

  /**
   * Decrypts a message of a device.
   * @throws if no session fits, or the message key is used
   */
  async decrypt(lidJid: string, type: 'pkmsg' | 'msg', ciphertext: Uint8Array): Promise<proto.Message> {
    const padded = await this.repository.decryptMessage({ jid: lidJid, type, ciphertext })
    return proto.Message.decode(unpadRandomMax16(padded))
  }

  /** Encrypts for a group with the phone's sender key, and creates a missing sender key. */
  async encryptForGroup(
    group: string,
    ownLid: string,
    message: proto.IMessage,
  ): Promise<{ ciphertext: Uint8Array; distribution: Uint8Array }> {
    const data = writeRandomPadMax16(encodeMessage(message))
    const { ciphertext, senderKeyDistributionMessage: distribution } =
      await this.repository.encryptGroupMessage({ group, meId: ownLid, data })
    return { ciphertext, distribution }
  }

  /**
   * Decrypts a message of a group member.
   * @throws if the author's sender key is missing, or the message key is used
   */
  async decryptInGroup(group: string, authorLid: string, ciphertext: Uint8Array): Promise<proto.Message> {
    const padded = await this.repository.decryptGroupMessage({ group, authorJid: authorLid, msg: ciphertext })
    return proto.Message.decode(unpadRandomMax16(padded))
  }

  /** Returns the phone's sender key in the form for other members. */
  senderKey(group: string, ownLid: string): Promise<Uint8Array> {
    return this.repository.getSenderKeyDistributionMessage({ group, meId: ownLid })
  }

  async learnSenderKey(authorLid: string, item: proto.Message.ISenderKeyDistributionMessage): Promise<void> {
    await this.repository.processSenderKeyDistributionMessage({ authorJid: authorLid, item })
  }

  /** Returns the devices that have the phone's sender key, as `keyOf` names them. */
  senderKeyHolders(group: string): string[] {
    return (this.rows.get(`sender-key-holders/${group}`) as string[] | undefined) ?? []
  }

  setSenderKeyHolders(group: string, holders: string[]): void {
    this.rows.set(`sender-key-holders/${group}`, holders)
  }

  /** Deletes the phone's sender key, so that the next message to the group creates a new key. */
  dropSenderKey(group: string, ownLid: string): void {
    const [user, device] = this.repository.jidToSignalProtocolAddress(ownLid).split('.')
    this.rows.delete(`sender-key/${group}::${user}::${device}`)
    this.rows.delete(`sender-key-holders/${group}`)
  }

  close(): void {
    this.repository.close?.()
  }

  private get creds(): PhoneIdentity {
    const own = this.identities.get('own')
    if (!own) throw new Error('The state has no identity of this phone.')
    return own
  }
}
