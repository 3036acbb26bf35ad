import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import type { KeyEnvironment } from '#shared/contracts/environment.ts'
import { Cipher } from './cipher.ts'

/**
 * Makes data keys and wraps them with a master key that never leaves it. A data key is stored only wrapped, beside what
 * it encrypts.
 */
export interface Keyring {
  createDataKey(context: string): Promise<{ key: Buffer; wrapped: Buffer }>
  unwrap(wrapped: Buffer, context: string): Promise<Buffer>
}

/** The keyring that the environment names.
 * @throws Error if its master key can't be read */
export async function openKeyring(environment: KeyEnvironment): Promise<Keyring> {
  const masterKey = await readFile(environment.VESPER_MASTER_KEY_FILE, 'utf8')
  return localKeyring(Buffer.from(masterKey, 'base64'))
}

/** A keyring over a master key in the process's own hands, for one machine.
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
