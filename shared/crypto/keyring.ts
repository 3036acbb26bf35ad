import type { KeyEnvironment } from '#shared/contracts/environment.ts'
import { once } from '#shared/once.ts'

/**
 * Creates data keys, and wraps them with a master key that never leaves the keyring. The database stores a data key only wrapped,
 * beside the values that the key encrypts.
 */
export interface Keyring {
  createDataKey(context: string): Promise<{ key: Buffer; wrapped: Buffer }>
  unwrap(wrapped: Buffer, context: string): Promise<Buffer>
}

/** Opens the keyring of the environment: KMS or a file.
 * @throws Error if the environment names no keyring, or if the file cannot be read */
export async function openKeyring(environment: KeyEnvironment): Promise<Keyring> {
  const { VESPER_KMS_KEY_ID: keyId, VESPER_MASTER_KEY_FILE: file } = environment
  if (keyId !== undefined) return kmsKeyringWhenUsed({ keyId, region: environment.AWS_REGION })
  if (file === undefined)
    throw new Error('Neither VESPER_KMS_KEY_ID nor VESPER_MASTER_KEY_FILE is set. Set one of them.')
  const { openFileKeyring } = await import('./localKeyring.ts')
  return await openFileKeyring(file)
}

/** Opens the KMS keyring at the first use, so that a function that starts for a send does not load the SDK. */
function kmsKeyringWhenUsed(options: { keyId: string; region: string }): Keyring {
  const open = once(async () => (await import('./kmsKeyring.ts')).openKmsKeyring(options))
  return {
    createDataKey: async (context) => (await open()).createDataKey(context),
    unwrap: async (wrapped, context) => (await open()).unwrap(wrapped, context),
  }
}
