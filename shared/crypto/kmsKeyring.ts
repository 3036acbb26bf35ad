import { DecryptCommand, GenerateDataKeyCommand, KMSClient } from '@aws-sdk/client-kms'
import type { Keyring } from './keyring.ts'
import { UnwrappedKeys } from './unwrappedKeys.ts'

/** The name of our entry in KMS' encryption context. CloudTrail shows the entry, and thus the use of the data key. */
const CONTEXT = 'vesper:context'

/** Opens a keyring over a KMS key, which never leaves KMS. CloudTrail logs each unwrap and its caller. */
export function openKmsKeyring(options: { keyId: string; region: string }): Keyring {
  const client = new KMSClient({
    region: options.region,
    maxAttempts: 5,
    // Without `throwOnRequestTimeout`, the SDK only logs a warning and waits without limit.
    requestHandler: { connectionTimeout: 2_000, requestTimeout: 5_000, throwOnRequestTimeout: true },
  })
  return kmsKeyring({ client, keyId: options.keyId })
}

/**
 * Returns a keyring over a KMS key. The methods throw the errors of KMS: for a wrapped key of another context, an
 * InvalidCiphertextException.
 * @param options.now the clock in ms, for the age of cached keys
 */
export function kmsKeyring(options: { client: KMSClient; keyId: string; now?: () => number }): Keyring {
  const { client, keyId } = options
  const unwrapped = new UnwrappedKeys(options.now)
  return {
    async createDataKey(context) {
      const EncryptionContext = { [CONTEXT]: context }
      const made = await client.send(
        new GenerateDataKeyCommand({ KeyId: keyId, KeySpec: 'AES_256', EncryptionContext }),
      )
      const wrapped = bytes(made.CiphertextBlob)
      const key = bytes(made.Plaintext)
      unwrapped.keep(wrapped, context, key)
      return { key, wrapped }
    },
    async unwrap(wrapped, context) {
      return await unwrapped.get(wrapped, context, async () => {
        const EncryptionContext = { [CONTEXT]: context }
        const opened = await client.send(
          new DecryptCommand({ KeyId: keyId, CiphertextBlob: wrapped, EncryptionContext }),
        )
        return bytes(opened.Plaintext)
      })
    },
  }
}

function bytes(value: Uint8Array | undefined): Buffer {
  if (!value) throw new Error('KMS returned no key')
  return Buffer.from(value)
}
