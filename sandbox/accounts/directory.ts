import { createHash } from 'node:crypto'
import { jidDecode } from '@whiskeysockets/baileys'
import { SandboxError } from '../errors.ts'
import type { State } from '../state/state.ts'
import type { Rows } from '../state/table.ts'
import { type Address, type Addressing, numberOf, type PhoneAddressing } from './address.ts'
import { otherSpelling } from './spellings.ts'

/** Clients treat device 99 as a hosted device. The device number has one byte on the wire. */
const HOSTED_DEVICE = 99
const LAST_DEVICE = 255

/** The profile of a business account. Others see the name as the verified name. */
export interface Business {
  name: string
  address?: string | undefined
  description?: string | undefined
  email?: string | undefined
  website?: string | undefined
  category?: string | undefined
}

/** A WhatsApp account: one phone and its linked devices. */
export interface Account {
  phone: string
  /** The user part of the account's LID. */
  lid: string
  /** The number under which WhatsApp knows the account, after a change of the number. The control API keeps `phone`. */
  registeredAs?: string
  name: string
  /** The username by which people find the account without its number. */
  username?: string
  /** The 4 digits that a stranger needs for the username. */
  usernameKey?: string
  online: boolean
  /** True: the phone sends read receipts at once, as if its owner saw each message. */
  autoRead: boolean
  /** The address form of the phone. Each companion chooses its own address form. */
  addressing: PhoneAddressing
  nextDevice: number
  /** False: nobody can add the account to groups, and an admin can only invite the account. */
  groupAdd?: boolean
  /** The text under the account's name. */
  about?: string
  /** The profile picture: an id that changes with each picture, and the path on the media server. */
  picture?: { id: string; directPath: string }
  /** The phone numbers of blocked accounts. */
  blocked?: string[]
  /** The changed privacy settings, by category. */
  privacy?: Record<string, string>
  /** The code of the QR code with which others add the account as a contact. */
  contactCode?: string
  /** The timer of new chats in seconds, and the time of its change in Unix seconds. */
  disappearing?: { duration: number; time: number }
  /** Present in a business account. */
  business?: Business
}

/** The account and the device of a JID, and the address form of the JID. */
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
  /** True after the companion has received its first history. Until then, a client holds its events for up to 20 s. */
  bootstrapped: boolean
}

/** The accounts of the sandbox, with their LIDs and devices. */
export class Directory {
  private readonly accounts: Rows<Account>
  private readonly byLid = new Map<string, Account>()
  private readonly byNumber = new Map<string, Account>()
  private readonly state: State

  constructor(state: State) {
    this.state = state
    this.accounts = state.accounts.in('all')
    for (const account of this.accounts.values()) this.index(account)
  }

  find(phone: string): Account | undefined {
    return this.accounts.get(phone)
  }

  /** Returns the account of a number in any spelling. The account is registered under one of the spellings. */
  findBySpelling(phone: string): Account | undefined {
    const other = otherSpelling(phone)
    return this.byNumber.get(phone) ?? (other === null ? undefined : this.byNumber.get(other))
  }

  /**
   * Returns the account of a number.
   * @throws SandboxError `unknown_phone`
   */
  get(phone: string): Account {
    const account = this.accounts.get(phone)
    if (!account)
      throw new SandboxError(
        'unknown_phone',
        `There is no phone ${phone}. Create the phone with POST /phones.`,
      )
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
    const before = this.find(account.phone)
    if (before) this.byNumber.delete(numberOf(before))
    this.accounts.set(account.phone, account)
    this.index(account)
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

  /** Returns all devices of an account, with the phone first. */
  devices(phone: string): Address[] {
    return [{ phone, device: 0 }, ...this.companions(phone).map(({ device }) => ({ phone, device }))]
  }

  /**
   * Returns a device number that the account has never used. Others still hold Signal sessions with the old
   * numbers.
   * @throws SandboxError `too_many_devices`
   */
  takeDeviceNumber(phone: string): number {
    const account = this.get(phone)
    const device = account.nextDevice === HOSTED_DEVICE ? HOSTED_DEVICE + 1 : account.nextDevice
    if (device > LAST_DEVICE)
      throw new SandboxError(
        'too_many_devices',
        `${phone} has used all 254 device numbers. Use another phone.`,
      )
    this.save({ ...account, nextDevice: device + 1 })
    return device
  }

  /**
   * Returns the account, the device and the address form of a JID.
   * @returns undefined for a group, a server and an unknown account
   */
  resolve(jid: string | undefined): Resolved | undefined {
    const decoded = jidDecode(jid)
    if (!decoded) return undefined
    const addressing: Addressing = decoded.server === 'lid' ? 'lid' : 'pn'
    if (addressing === 'pn' && decoded.server !== 's.whatsapp.net') return undefined
    const account = addressing === 'lid' ? this.byLid.get(decoded.user) : this.byNumber.get(decoded.user)
    return account && { account, phone: account.phone, device: decoded.device ?? 0, addressing }
  }

  private index(account: Account): void {
    this.byLid.set(account.lid, account)
    this.byNumber.set(numberOf(account), account)
  }
}

/** Derives a LID of 15 digits from the number. The same number has the same LID in every sandbox. */
function lidFor(phone: string): string {
  const hash = createHash('sha256').update(`lid:${phone}`).digest()
  return String(100_000_000_000_000n + (hash.readBigUInt64BE(0) % 900_000_000_000_000n))
}
