import { randomBytes } from 'node:crypto'
import { Cipher } from '#shared/crypto/index.ts'
import type { AwsOperation } from './aws.ts'

/** Returns the KMS operations that we use, with one key. A wrapped key is bound to the key's name and the encryption context. */
export function kmsOperations(): Record<string, AwsOperation> {
  const master = new Cipher(randomBytes(32))
  const bindingOf = ({ KeyId, EncryptionContext }: Record<string, unknown>) =>
    JSON.stringify([KeyId, EncryptionContext])
  return {
    'TrentService.GenerateDataKey': (input) => {
      const key = randomBytes(input.KeySpec === 'AES_256' ? 32 : 16)
      return {
        Plaintext: key.toString('base64'),
        CiphertextBlob: master.seal(key, bindingOf(input)).toString('base64'),
      }
    },
    'TrentService.Decrypt': (input) => {
      try {
        const key = master.open(Buffer.from(input.CiphertextBlob ?? '', 'base64'), bindingOf(input))
        return { Plaintext: key.toString('base64') }
      } catch {
        throw Object.assign(new Error(), { name: 'InvalidCiphertextException' })
      }
    },
  }
}
