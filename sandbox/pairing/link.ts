import type { KeyPair } from '@whiskeysockets/baileys'
import { nanoid } from 'nanoid'
import { type Address, jidOf } from '../accounts/address.ts'
import type { Account } from '../accounts/directory.ts'
import { SandboxError } from '../errors.ts'
import { announceDevices } from '../server/devices.ts'
import { bytes, child, fromServer, node, nowSeconds, streamError } from '../server/nodes.ts'
import type { Parts } from '../world.ts'
import type { Candidate } from './candidate.ts'
import { isDeviceSignatureValid, signDeviceIdentity } from './identity.ts'

/** The parts that the linking of a device uses. */
export type LinkParts = Parts<
  'bundles' | 'directory' | 'faults' | 'groups' | 'mailboxes' | 'phones' | 'state'
>

/**
 * Links a device to a phone's account. The steps are pair-success, the device's signature, and a restart with
 * code 515. After the restart, the client logs in.
 * @returns the new device, when the device may log in
 */
export async function linkDevice(
  world: LinkParts,
  phone: string,
  candidate: Candidate,
  advSecret: Uint8Array,
): Promise<Address> {
  const account = world.directory.get(phone)
  if (!account.online)
    throw new SandboxError(
      'phone_offline',
      `${phone} is offline and cannot link a device. Set the phone online with PUT /phones/${phone}.`,
    )
  if (candidate.isLinking)
    throw new SandboxError('already_linked', 'A phone is already linking this device. Wait for the result.')
  candidate.isLinking = true
  const address = { phone, device: world.directory.takeDeviceNumber(phone) }
  try {
    // The phone uploads the app state before the device exists, so that the device needs no notification of it.
    await world.phones.get(phone).startAppState()
    await exchangeSignatures(account, address, candidate, advSecret, world.phones.get(phone).identity)
  } catch (error) {
    candidate.isLinking = false
    throw error
  }
  world.directory.saveCompanion({
    ...address,
    noiseKey: candidate.noiseKey,
    identity: candidate.keys.identity,
    bootstrapped: false,
  })
  // The keys allow Signal sessions without one-time prekeys. A message may arrive before the device's first
  // login.
  world.bundles.upload(address, candidate.keys)
  announceDevices(world, address, 'add')
  await world.state.flushed()
  candidate.connection.send(streamError(515))
  candidate.connection.close()
  return address
}

/**
 * Exchanges the signatures of both sides.
 * @throws SandboxError `pairing_refused` if the device's signature is invalid
 */
async function exchangeSignatures(
  account: Account,
  { device }: Address,
  candidate: Candidate,
  advSecret: Uint8Array,
  phoneIdentity: KeyPair,
): Promise<void> {
  const { identity } = candidate.keys
  const signed = signDeviceIdentity(phoneIdentity, identity, advSecret, device)
  const id = nanoid()
  const answer = candidate.waitFor(id)
  const success = node('pair-success', {}, [
    node('device-identity', {}, signed.signed),
    // A personal account tells its name by the app state and by its messages.
    ...(account.business ? [node('biz', { name: account.business.name })] : []),
    node('device', { jid: jidOf(account, 'pn', device), lid: jidOf(account, 'lid', device) }),
    node('platform', { name: account.business ? 'smba' : 'android' }),
  ])
  candidate.connection.send(node('iq', fromServer({ type: 'set', id, t: String(nowSeconds()) }), [success]))
  const signature = bytes(child(await answer, 'pair-device-sign'), 'device-identity')
  if (!signature || !isDeviceSignatureValid(signature, signed, identity, phoneIdentity.public))
    throw new SandboxError(
      'pairing_refused',
      'The device did not sign its identity correctly. Scan a new code.',
    )
}
