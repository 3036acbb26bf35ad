import type { KeyEnvironment } from '#shared/contracts/environment.ts'
import { once } from '#shared/once.ts'

/**
 * Makes data keys and wraps them with a master key that never leaves it. A data key is stored only wrapped, beside what
 * it encrypts.
 */
export interface Keyring {
  createDataKey(context: string): Promise<{ key: Buffer; wrapped: Buffer }>
  unwrap(wrapped: Buffer, context: string): Promise<Buffer>
}

/** The keyring that the environment names.
 * @throws Error if it names none, or its master key can't be read */
export async function openKeyring(environment: KeyEnvironment): Promise<Keyring> {
  const { VESPER_KMS_KEY_ID: keyId, VESPER_MASTER_KEY_FILE: file } = environment
  if (keyId !== undefined) return kmsKeyringWhenUsed({ keyId, region: environment.AWS_REGION })
  if (file === undefined) throw new Error('Neither VESPER_KMS_KEY_ID nor VESPER_MASTER_KEY_FILE is set')
  const { openFileKeyring } = await import('./localKeyring.ts')
  return await openFileKeyring(file)
}

/** Loads the SDK of KMS for the first key: one machine needs none, and neither does a function that starts for a send. */
function kmsKeyringWhenUsed(options: { keyId: string; region: string }): Keyring {
  const open = once(async () => (await import('./kmsKeyring.ts')).openKmsKeyring(options))
  return {
    createDataKey: async (context) => (await open()).createDataKey(context),
    unwrap: async (wrapped, context) => (await open()).unwrap(wrapped, context),
  }
}
