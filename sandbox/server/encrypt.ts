import { type BinaryNode, encodeBigEndian, KEY_BUNDLE_TYPE } from '@whiskeysockets/baileys'
import { nanoid } from 'nanoid'
import type { Address } from '../accounts/address.ts'
import type { KeyBundle, KeyMaterial, PublicPreKey } from '../accounts/bundles.ts'
import type { Parts } from '../world.ts'
import type { IqHandler } from './iq.ts'
import { IqError } from './iq-error.ts'
import { bytes, child, children, fromServer, node, nowSeconds, uint } from './nodes.ts'

type EncryptNeeds = 'bundles' | 'directory' | 'mailboxes' | 'phones'
/** The server notifies a device when fewer one-time prekeys are left. */
const FEW_PREKEYS = 5

/** Handles namespace `encrypt`: prekey count, upload, rotation, digest, and the bundles of others. */
export const answerEncrypt: IqHandler<EncryptNeeds> = (world, { address }, iq) => {
  if (iq.attrs.type === 'set') {
    const rotated = child(iq, 'rotate')
    if (rotated) world.bundles.rotate(address, readSignedPreKey(rotated))
    else world.bundles.upload(address, readUpload(iq))
    return undefined
  }
  if (child(iq, 'count')) return [node('count', { value: String(world.bundles.count(address)) })]
  if (child(iq, 'digest')) return [node('digest')]
  const users = children(child(iq, 'key'), 'user').flatMap((user) => userNode(world, user.attrs.jid))
  return [node('list', {}, users)]
}

/**
 * Returns the node of a device's bundle. A device without a bundle is omitted, because an `<error>` would fail the
 * client's whole send.
 */
function userNode(world: Parts<EncryptNeeds>, jid: string | undefined): BinaryNode[] {
  const address = world.directory.resolve(jid)
  const bundle = address && bundleOf(world, address)
  return jid && bundle ? [node('user', { jid }, bundleContent(bundle))] : []
}

/**
 * Returns a new prekey bundle of a device for one peer. If few one-time prekeys are left, the server notifies the
 * device, with one notification at a time.
 * @returns undefined if the device has uploaded no keys
 */
export function bundleOf(world: Parts<EncryptNeeds>, { phone, device }: Address): KeyBundle | undefined {
  const address = { phone, device }
  if (device === 0) return world.phones.get(phone).bundle()
  const bundle = world.bundles.take(address)
  const left = world.bundles.left(address)
  const isTold = () => world.mailboxes.pending(address).some(({ attrs }) => attrs.type === 'encrypt')
  if (!bundle?.preKey || left >= FEW_PREKEYS || isTold()) return bundle
  const attrs = fromServer({ type: 'encrypt', id: nanoid(), t: String(nowSeconds()) })
  world.mailboxes.put(address, node('notification', attrs, [node('count', { value: String(left) })]))
  return bundle
}

/** Returns a prekey bundle in the form of a fetch and of a retry receipt. */
export function bundleContent(bundle: KeyBundle): BinaryNode[] {
  return [node('registration', {}, encodeBigEndian(bundle.registrationId)), ...keysContent(bundle)]
}

/** Returns the keys alone: type, identity, the one-time prekey if any, and the signed prekey. */
export function keysContent({ identity, preKey, signedPreKey }: KeyBundle): BinaryNode[] {
  return [
    node('type', {}, KEY_BUNDLE_TYPE),
    node('identity', {}, identity),
    ...(preKey ? [node('key', {}, preKeyContent(preKey))] : []),
    node('skey', {}, [...preKeyContent(signedPreKey), node('signature', {}, signedPreKey.signature)]),
  ]
}

function preKeyContent({ id, key }: PublicPreKey): BinaryNode[] {
  return [node('id', {}, encodeBigEndian(id, 3)), node('value', {}, key)]
}

function readUpload(iq: BinaryNode): KeyMaterial {
  const registrationId = uint(iq, 'registration')
  const identity = bytes(iq, 'identity')
  if (registrationId === undefined || !identity) throw new IqError(406, 'not-acceptable')
  return {
    registrationId,
    identity,
    signedPreKey: readSignedPreKey(iq),
    preKeys: children(child(iq, 'list'), 'key').map(readPreKey),
  }
}

function readSignedPreKey(parent: BinaryNode): KeyMaterial['signedPreKey'] {
  const key = child(parent, 'skey')
  const signature = bytes(key, 'signature')
  if (!key || !signature) throw new IqError(406, 'not-acceptable')
  return { ...readPreKey(key), signature }
}

function readPreKey(parent: BinaryNode): PublicPreKey {
  const id = uint(parent, 'id')
  const key = bytes(parent, 'value')
  if (id === undefined || !key) throw new IqError(406, 'not-acceptable')
  return { id, key }
}
