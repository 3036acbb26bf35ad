import { SandboxError } from '../errors.ts'

/** The content of a pairing QR code: the server's ref and three keys of the companion. */
export interface QrCode {
  ref: string
  noiseKey: Buffer
  identity: Buffer
  advSecret: Buffer
}

/**
 * Parses the text of a QR code: `ref,noise,identity,advSecret[,platform]`, with the keys in base64. The
 * prefix `https://wa.me/settings/linked_devices#` is allowed.
 * @throws SandboxError `invalid_qr`
 */
export function parseQr(text: string): QrCode {
  const fields = text.trim().split('#').at(-1)?.split(',') ?? []
  const [ref, ...keys] = fields
  const [noiseKey, identity, advSecret] = keys.map((key) => Buffer.from(key, 'base64'))
  if (!ref || noiseKey?.length !== 32 || identity?.length !== 32 || advSecret?.length !== 32)
    throw new SandboxError(
      'invalid_qr',
      'Expected the text of a pairing QR code: ref,noiseKey,identityKey,advSecret.',
    )
  return { ref, noiseKey, identity, advSecret }
}
