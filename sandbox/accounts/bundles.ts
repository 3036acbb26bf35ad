import type { State } from '../state/state.ts'
import { type Address, keyOf } from './address.ts'

/** A public prekey: the id has 3 bytes on the wire, and the key has 32 bytes. */
export interface PublicPreKey {
  id: number
  key: Uint8Array
}

/** The public keys that a device uploads. `preKeys` holds the prekeys of the upload, in the order of their use. */
export interface KeyMaterial {
  registrationId: number
  identity: Uint8Array
  signedPreKey: PublicPreKey & { signature: Uint8Array }
  preKeys: PublicPreKey[]
}

/** The prekey bundle with which one peer begins a session. The bundle has at most one one-time prekey. */
export interface KeyBundle extends Omit<KeyMaterial, 'preKeys'> {
  preKey?: PublicPreKey
}

/**
 * The prekey bundles of the companions. The number of taken prekeys is a row of its own. Each fetch then
 * writes a small record instead of the whole upload of 812 keys.
 */
export class Bundles {
  private readonly state: State
  private readonly smallUploads: boolean

  constructor(state: State, smallUploads: boolean) {
    this.state = state
    this.smallUploads = smallUploads
  }

  /** Adds an upload. The one-time prekeys join the unused prekeys, and all other keys are replaced. */
  upload(address: Address, material: KeyMaterial): void {
    const preKeys = [...this.unused(address), ...material.preKeys]
    this.rows(address).set('keys', { ...material, preKeys })
    this.taken(address).set('taken', 0)
  }

  /** Replaces the signed prekey. */
  rotate(address: Address, signedPreKey: KeyMaterial['signedPreKey']): void {
    const material = this.rows(address).get('keys')
    if (material) this.rows(address).set('keys', { ...material, signedPreKey })
  }

  /**
   * Returns the number of unused one-time prekeys as a client reads it. With `smallUploads`, the number is at least 1. Baileys
   * uploads 812 prekeys if the number is 0, and 5 if the number is 1.
   */
  count(address: Address): number {
    return Math.max(this.left(address), this.smallUploads ? 1 : 0)
  }

  /**
   * Takes a bundle for one peer, with the next one-time prekey if the device has prekeys left.
   * @returns undefined if the device has uploaded no keys
   */
  take(address: Address): KeyBundle | undefined {
    const material = this.rows(address).get('keys')
    if (!material) return undefined
    const { preKeys, ...rest } = material
    const taken = this.taken(address).get('taken') ?? 0
    const preKey = preKeys[taken]
    if (!preKey) return rest
    this.taken(address).set('taken', taken + 1)
    return { ...rest, preKey }
  }

  drop(address: Address): void {
    this.rows(address).clear()
    this.taken(address).clear()
  }

  /** Returns the number of unused one-time prekeys. */
  left(address: Address): number {
    return this.unused(address).length
  }

  private unused(address: Address): PublicPreKey[] {
    const keys = this.rows(address).get('keys')?.preKeys ?? []
    return keys.slice(this.taken(address).get('taken') ?? 0)
  }

  private rows(address: Address) {
    return this.state.bundles.in(keyOf(address))
  }

  private taken(address: Address) {
    return this.state.preKeysTaken.in(keyOf(address))
  }
}
