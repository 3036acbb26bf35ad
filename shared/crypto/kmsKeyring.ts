import { DecryptCommand, GenerateDataKeyCommand, KMSClient } from '@aws-sdk/client-kms'
import type { Keyring } from './keyring.ts'
import { UnwrappedKeys } from './unwrappedKeys.ts'

/** Names, in KMS' encryption context and so in CloudTrail, what a data key is for. */
const CONTEXT = 'vesper:context'

/** A keyring over a key of KMS, which leaves KMS never; KMS' own log says who unwrapped what. */
export function openKmsKeyring(options: { keyId: string; region: string }): Keyring {
  const client = new KMSClient({
    region: options.region,
    maxAttempts: 5,
    // Without the last setting the SDK only warns, and waits without end.
    requestHandler: { connectionTimeout: 2_000, requestTimeout: 5_000, throwOnRequestTimeout: true },
  })
  return kmsKeyring({ client, keyId: options.keyId })
}

/**
 * @param options.now in ms; bounds how long an unwrapped key is kept
 * @throws what KMS throws; a wrapped key of another context is an InvalidCiphertextException
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
  if (!value) throw new Error('KMS answered without a key')
  return Buffer.from(value)
}
