import { createHash } from 'node:crypto'
import { jidDecode } from '@whiskeysockets/baileys'
import { SandboxError } from '../errors.ts'
import type { State } from '../state/state.ts'
import type { Rows } from '../state/table.ts'
import type { Address, Addressing, PhoneAddressing } from './address.ts'

/** Device 99 means a hosted device to clients; one byte carries the device on the wire. */
const HOSTED_DEVICE = 99
const LAST_DEVICE = 255

/** A WhatsApp account: one phone and its linked devices. */
export interface Account {
  phone: string
  /** The user part of its LID. */
  lid: string
  name: string
  online: boolean
  /** Sends read receipts by itself, as if its owner always looked at the chat. */
  autoRead: boolean
  /** How its phone addresses others; companions choose for themselves. */
  addressing: PhoneAddressing
  nextDevice: number
  /** False: nobody can add it to groups, only invite it. */
  groupAdd?: boolean
  /** The text under its name. */
  about?: string
  /** Its profile picture, by the id that changes with it and its path on the media server. */
  picture?: { id: string; directPath: string }
}

/** A JID understood. */
export interface Resolved extends Address {
  account: Account
  addressing: Addressing
}

/** A linked device. `noiseKey` authenticates its logins, `identity` its Signal sessions. */
export interface Companion {
  phone: string
  device: number
  noiseKey: Uint8Array
  identity: Uint8Array
  /** Whether it has taken in its first history, before which a client holds its events for up to 20 s. */
  bootstrapped: boolean
}

/** Who is on WhatsApp, under which LID, with which devices. */
export class Directory {
  private readonly accounts: Rows<Account>
  private readonly byLid = new Map<string, Account>()
  private readonly state: State

  constructor(state: State) {
    this.state = state
    this.accounts = state.accounts.in('all')
    for (const account of this.accounts.values()) this.byLid.set(account.lid, account)
  }

  find(phone: string): Account | undefined {
    return this.accounts.get(phone)
  }

  /** The account of a number. Throws `unknown_phone`. */
  get(phone: string): Account {
    const account = this.accounts.get(phone)
    if (!account)
      throw new SandboxError('unknown_phone', `There is no phone ${phone}; POST /phones makes one.`)
    return account
  }

  all(): Account[] {
    return this.accounts.values()
  }

  create(phone: string, name: string): Account {
    const account: Account = {
      phone,
      lid: lidFor(phone),
      name,
      online: true,
      autoRead: false,
      addressing: 'lid',
      nextDevice: 1,
    }
    this.save(account)
    return account
  }

  save(account: Account): void {
    this.accounts.set(account.phone, account)
    this.byLid.set(account.lid, account)
  }

  companions(phone: string): Companion[] {
    return this.state.companions.in(phone).values()
  }

  companion({ phone, device }: Address): Companion | undefined {
    return this.state.companions.in(phone).get(String(device))
  }

  saveCompanion(companion: Companion): void {
    this.state.companions.in(companion.phone).set(String(companion.device), companion)
  }

  removeCompanion({ phone, device }: Address): void {
    this.state.companions.in(phone).delete(String(device))
  }

  /** All devices of an account, the phone first. */
  devices(phone: string): Address[] {
    return [{ phone, device: 0 }, ...this.companions(phone).map(({ device }) => ({ phone, device }))]
  }

  /** A device number never given before: others still hold Signal sessions with the old ones. Throws `too_many_devices`. */
  takeDeviceNumber(phone: string): number {
    const account = this.get(phone)
    const device = account.nextDevice === HOSTED_DEVICE ? HOSTED_DEVICE + 1 : account.nextDevice
    if (device > LAST_DEVICE)
      throw new SandboxError('too_many_devices', `${phone} has linked 254 devices in its life.`)
    this.save({ ...account, nextDevice: device + 1 })
    return device
  }

  /** The account, device and addressing behind a JID; undefined for groups, servers and strangers. */
  resolve(jid: string | undefined): Resolved | undefined {
    const decoded = jidDecode(jid)
    if (!decoded) return undefined
    const addressing: Addressing = decoded.server === 'lid' ? 'lid' : 'pn'
    if (addressing === 'pn' && decoded.server !== 's.whatsapp.net') return undefined
    const account = addressing === 'lid' ? this.byLid.get(decoded.user) : this.find(decoded.user)
    return account && { account, phone: account.phone, device: decoded.device ?? 0, addressing }
  }
}

/** A LID of 15 digits, derived from the number: the same number has the same LID in every sandbox. */
function lidFor(phone: string): string {
  const hash = createHash('sha256').update(`lid:${phone}`).digest()
  return String(100_000_000_000_000n + (hash.readBigUInt64BE(0) % 900_000_000_000_000n))
}
