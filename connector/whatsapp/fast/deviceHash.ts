import { createHash } from 'node:crypto'
import { jidDecode } from '@whiskeysockets/baileys'

const HASH_BYTES = 6

/**
 * Hashes a list of device JIDs in the form of WhatsApp's attributes `phash`, `dhash` and `device_hash`. The hash of Baileys
 * (`generateParticipantHashV2`) is over other names, which no server knows.
 */
export function hashDevices(jids: readonly string[]): string {
  const hash = createHash('sha256').update(jids.map(nameOf).toSorted().join('')).digest()
  return `2:${hash.subarray(0, HASH_BYTES).toString('base64')}`
}

/** Returns the name of a device in a hash: `user.agent:device@server`, with the device 0 of a phone. */
function nameOf(jid: string): string {
  const { user = '', device = 0, server = '' } = jidDecode(jid) ?? {}
  return `${user}.0:${device}@${server}`
}
