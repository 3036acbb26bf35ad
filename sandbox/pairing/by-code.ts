import { Curve, type KeyPair } from '@whiskeysockets/baileys'
import { nanoid } from 'nanoid'
import { SandboxError } from '../errors.ts'
import { bytes, fromServer, node, nowSeconds } from '../server/nodes.ts'
import type { Candidate, LinkCode } from './candidate.ts'
import { openKeyBundle, unwrapEphemeral, wrapEphemeral } from './link-code.ts'

/**
 * Performs the phone's side of linking by code. Both sides wrap an ephemeral key with the code. Then both
 * sides agree on the secret that a QR code would have carried.
 * @throws SandboxError `invalid_code` if the two sides have different codes
 */
export async function agreeByCode(
  candidate: Candidate,
  { wrapped, ref }: LinkCode,
  code: string,
  identity: KeyPair,
): Promise<Uint8Array> {
  const ephemeral = Curve.generateKeyPair()
  const hello = node('link_code_companion_reg', { stage: 'primary_hello' }, [
    node('link_code_pairing_wrapped_primary_ephemeral_pub', {}, await wrapEphemeral(code, ephemeral.public)),
    node('primary_identity_pub', {}, identity.public),
    node('link_code_pairing_ref', {}, Buffer.from(ref)),
  ])
  const attrs = fromServer({ type: 'link_code_companion_reg', id: nanoid(), t: String(nowSeconds()) })
  const finish = candidate.waitFor('companion_finish')
  candidate.connection.send(node('notification', attrs, [hello]))
  const peerEphemeral = await unwrapEphemeral(code, wrapped)
  const bundle = bytes(await finish, 'link_code_pairing_wrapped_key_bundle') ?? Buffer.alloc(0)
  const { companionIdentity, advSecret } = open(() =>
    openKeyBundle(bundle, ephemeral, peerEphemeral, identity),
  )
  if (!companionIdentity.equals(candidate.keys.identity))
    throw new SandboxError(
      'invalid_code',
      'The code belongs to another device. Type the code that this device shows.',
    )
  return advSecret
}

function open<T>(bundle: () => T): T {
  try {
    return bundle()
  } catch {
    throw new SandboxError(
      'invalid_code',
      'The code differs from the code that the device shows. Type the code again.',
    )
  }
}
