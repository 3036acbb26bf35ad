import { createHash } from 'node:crypto'
import { type Addressing, numberOf } from '../accounts/address.ts'
import type { Account } from '../accounts/directory.ts'

const HASH_BYTES = 6

/** A device with the address form in which a client names it. */
export interface NamedDevice {
  account: Account
  addressing: Addressing
  device: number
}

/**
 * Hashes a list of devices in the form of the attributes `phash`, `dhash` and `device_hash`. A client with another list
 * computes another hash.
 */
export function hashDevices(devices: NamedDevice[]): string {
  const names = devices.map(({ account, addressing, device }) =>
    addressing === 'lid'
      ? `${account.lid}.0:${device}@lid`
      : `${numberOf(account)}.0:${device}@s.whatsapp.net`,
  )
  const hash = createHash('sha256').update(names.toSorted().join('')).digest()
  return `2:${hash.subarray(0, HASH_BYTES).toString('base64')}`
}
