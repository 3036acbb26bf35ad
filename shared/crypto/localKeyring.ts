import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { Cipher } from './cipher.ts'
import type { Keyring } from './keyring.ts'

/** Opens a keyring over the master key in a file, in base64.
 * @throws Error if the file cannot be read */
export async function openFileKeyring(file: string): Promise<Keyring> {
  return localKeyring(Buffer.from(await readFile(file, 'utf8'), 'base64'))
}

/** Returns a keyring over a master key in the memory of the process, for the gateway on one machine.
 * @param masterKey 32 bytes */
export function localKeyring(masterKey: Buffer): Keyring {
  const master = new Cipher(masterKey)
  return {
    async createDataKey(context) {
      const key = randomBytes(32)
      return { key, wrapped: master.seal(key, context) }
    },
    async unwrap(wrapped, context) {
      return master.open(wrapped, context)
    },
  }
}
