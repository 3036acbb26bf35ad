import { type BinaryNode, proto, S_WHATSAPP_NET } from '@whiskeysockets/baileys'
import { type Address, isSameDevice } from '../accounts/address.ts'
import type { Parts } from '../world.ts'
import { uploadSnapshot } from './app-state-snapshot.ts'
import type { IqHandler } from './iq.ts'
import { bytes, child, children, node, nowSeconds } from './nodes.ts'

/** An app state collection of an account: the encrypted patches of its devices. Patch number n makes version n. */
export interface Collection {
  patches: Uint8Array[]
}

/**
 * Handles namespace `w:sync:app:state`. The answer must contain each requested collection. A client repeats
 * the query for a missing collection for ever, and sends nothing meanwhile.
 */
export const answerAppState: IqHandler<'directory' | 'mailboxes' | 'media' | 'state'> = async (
  world,
  session,
  iq,
) => {
  const answers = children(child(iq, 'sync'), 'collection').map((collection) =>
    answer(world, session.address, collection),
  )
  return [node('sync', {}, await Promise.all(answers))]
}

async function answer(
  world: Parts<'directory' | 'mailboxes' | 'media' | 'state'>,
  device: Address,
  request: BinaryNode,
): Promise<BinaryNode> {
  const { name = '', version: given, return_snapshot: wantsSnapshot } = request.attrs
  const since = Number(given ?? 0)
  const patch = bytes(request, 'patch')
  const isStored = patch !== undefined && storePatch(world, device, name, since, patch)
  const known = patchesOf(world, device.phone, name)
  const attrs = { name, version: String(known.length) }
  if (isStored) return node('collection', { ...attrs, type: 'result' })
  // Baileys names a version, and fetches snapshots only from WhatsApp's own host. Patches have the same effect.
  const isWhole = !patch && wantsSnapshot === 'true' && given === undefined
  const snapshot = isWhole ? await uploadSnapshot(world, known) : undefined
  if (snapshot) return node('collection', { ...attrs, type: 'result' }, [snapshot])
  const missing = known.slice(since).map((content) => node('patch', {}, content))
  const patches = missing.length > 0 ? [node('patches', {}, missing)] : []
  if (!patch) return node('collection', { ...attrs, type: 'result' }, patches)
  const conflict = node('error', { code: '409', text: 'conflict' })
  return node('collection', { ...attrs, type: 'error' }, [conflict, ...patches])
}

/** Returns all patches of a collection, in their order. */
export function patchesOf(world: Parts<'state'>, phone: string, name: string): Uint8Array[] {
  return world.state.collections.in(phone).get(name)?.patches ?? []
}

/**
 * Stores the patch of a device, and notifies the other devices of the account.
 * @param version the version that the device has changed
 * @returns false for a stale version, which is a conflict
 */
export function storePatch(
  world: Parts<'directory' | 'mailboxes' | 'state'>,
  device: Address,
  name: string,
  version: number,
  patch: Uint8Array,
): boolean {
  const known = patchesOf(world, device.phone, name)
  if (version !== known.length) return false
  const patches = [...known, numbered(patch, version + 1)]
  world.state.collections.in(device.phone).set(name, { patches })
  tellOthers(world, device, name, patches.length)
  return true
}

/** Writes the version into a patch. Clients leave the version to the server. */
function numbered(patch: Uint8Array, version: number): Uint8Array {
  return proto.SyncdPatch.encode({ ...proto.SyncdPatch.decode(patch), version: { version } }).finish()
}

/**
 * Notifies the other devices, with one notification for each collection. Clients fetch only the first
 * collection of a notification.
 */
function tellOthers(
  world: Parts<'directory' | 'mailboxes'>,
  changedBy: Address,
  name: string,
  version: number,
): void {
  for (const device of world.directory.devices(changedBy.phone)) {
    if (isSameDevice(device, changedBy)) continue
    const id = `${name}-${version}`
    const attrs = { from: S_WHATSAPP_NET, type: 'server_sync', id, t: String(nowSeconds()) }
    world.mailboxes.put(
      device,
      node('notification', attrs, [node('collection', { name, version: String(version) })]),
    )
  }
}
