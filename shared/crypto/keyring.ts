import type { KeyEnvironment } from '#shared/contracts/environment.ts'

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
  // Each is loaded where it is used: one machine needs no SDK of KMS.
  if (keyId !== undefined) {
    const { openKmsKeyring } = await import('./kmsKeyring.ts')
    return openKmsKeyring({ keyId, region: environment.AWS_REGION })
  }
  if (file === undefined) throw new Error('Neither VESPER_KMS_KEY_ID nor VESPER_MASTER_KEY_FILE is set')
  const { openFileKeyring } = await import('./localKeyring.ts')
  return await openFileKeyring(file)
}
