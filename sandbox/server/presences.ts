import { type Address, keyOf } from '../accounts/address.ts'

export const PRESENCE_STATES = ['composing', 'recording', 'paused', 'available', 'unavailable'] as const
export type PresenceState = (typeof PRESENCE_STATES)[number]

/** The last presence of an account. */
export interface LastPresence {
  state: PresenceState
  /** In Unix ms; absent if the account has shown no presence. */
  at?: number
}

/** A companion that observes an account, by the JID with which the companion subscribed. */
export interface Observer {
  device: Address
  jid: string
}

/** The presence of each account, also towards single accounts. In memory only, as on the real server. */
export class Presences {
  private readonly last = new Map<string, LastPresence & { at: number }>()
  /** The companions whose user is online, by device. */
  private readonly online = new Map<string, Address>()
  /** The observers of each account, by device. */
  private readonly observers = new Map<string, Map<string, Observer>>()

  /** Records a state towards one account, or towards all accounts. */
  note(subject: string, observer: string | undefined, state: PresenceState): void {
    this.last.set(`${subject}>${observer ?? ''}`, { state, at: Date.now() })
  }

  /** Returns the latest state that an account showed to this observer or to all. */
  seen(subject: string, observer: string): LastPresence {
    const [general, towards] = [this.last.get(`${subject}>`), this.last.get(`${subject}>${observer}`)]
    if (!general || !towards) return general ?? towards ?? { state: 'unavailable' }
    return towards.at >= general.at ? towards : general
  }

  /**
   * Records whether the user of a companion is online. The account is online while one of its companions is.
   * @returns true if the presence of the account has changed
   */
  setOnline(device: Address, isOnline: boolean): boolean {
    const before = this.isOnline(device.phone)
    if (isOnline) this.online.set(keyOf(device), device)
    else this.online.delete(keyOf(device))
    const after = this.isOnline(device.phone)
    if (after !== before) this.note(device.phone, undefined, after ? 'available' : 'unavailable')
    return after !== before
  }

  isOnline(phone: string): boolean {
    return [...this.online.values()].some((device) => device.phone === phone)
  }

  /** Returns the time at which the account was last online, in Unix ms. */
  lastOnline(phone: string): number | undefined {
    return this.last.get(`${phone}>`)?.at
  }

  subscribe(subject: string, observer: Observer): void {
    const observers = this.observers.get(subject) ?? new Map<string, Observer>()
    this.observers.set(subject, observers.set(keyOf(observer.device), observer))
  }

  observersOf(subject: string): Observer[] {
    return [...(this.observers.get(subject)?.values() ?? [])]
  }

  /** Ends the subscriptions of a device. A client subscribes again after each login. */
  unsubscribe(device: Address): void {
    for (const observers of this.observers.values()) observers.delete(keyOf(device))
  }
}
