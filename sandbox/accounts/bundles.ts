import type { State } from '../state/state.ts'
import { type Address, keyOf } from './address.ts'

/** A public prekey: its id (three bytes on the wire) and 32 bytes. */
export interface PublicPreKey {
  id: number
  key: Uint8Array
}

/** The public key material that a device uploads; `preKeys` as of the upload, in the order they are handed out. */
export interface KeyMaterial {
  registrationId: number
  identity: Uint8Array
  signedPreKey: PublicPreKey & { signature: Uint8Array }
  preKeys: PublicPreKey[]
}

/** What one peer gets to start a session with: at most one one-time prekey. */
export interface KeyBundle extends Omit<KeyMaterial, 'preKeys'> {
  preKey?: PublicPreKey
}

/**
 * The prekey bundles of the companions. How many one-time keys are taken is a row of its own: a small record
 * for each fetch instead of the whole upload of 812 keys.
 */
export class Bundles {
  private readonly state: State
  private readonly smallUploads: boolean

  constructor(state: State, smallUploads: boolean) {
    this.state = state
    this.smallUploads = smallUploads
  }

  /** Adds an upload: the one-time keys join those left, the rest is replaced. */
  upload(address: Address, material: KeyMaterial): void {
    const preKeys = [...this.left(address), ...material.preKeys]
    this.rows(address).set('keys', { ...material, preKeys })
    this.taken(address).set('taken', 0)
  }

  /** Replaces the signed prekey. */
  rotate(address: Address, signedPreKey: KeyMaterial['signedPreKey']): void {
    const material = this.rows(address).get('keys')
    if (material) this.rows(address).set('keys', { ...material, signedPreKey })
  }

  /** How many one-time keys are left. Of none at all, Baileys makes 812; of one, 5. */
  count(address: Address): number {
    return Math.max(this.left(address).length, this.smallUploads ? 1 : 0)
  }

  /** A bundle for one peer, with the next one-time key if there is any; undefined when the device never uploaded. */
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

  private left(address: Address): PublicPreKey[] {
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
