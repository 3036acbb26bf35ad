import { type BinaryNode, proto, S_WHATSAPP_NET } from '@whiskeysockets/baileys'
import type { Parts } from '../world.ts'
import type { IqHandler } from './iq.ts'
import { bytes, child, children, node, nowSeconds } from './nodes.ts'
import type { Session } from './session.ts'

/** An app state collection of an account: the encrypted patches of its devices. Patch number n makes version n. */
export interface Collection {
  patches: Uint8Array[]
}

/**
 * Handles namespace `w:sync:app:state`. The answer must contain each requested collection. A client repeats
 * the query for a missing collection for ever, and sends nothing meanwhile.
 */
export const answerAppState: IqHandler<'directory' | 'mailboxes' | 'state'> = (world, session, iq) => {
  const answers = children(child(iq, 'sync'), 'collection').map((collection) =>
    answer(world, session, collection),
  )
  return [node('sync', {}, answers)]
}

function answer(
  world: Parts<'directory' | 'mailboxes' | 'state'>,
  session: Session,
  request: BinaryNode,
): BinaryNode {
  const name = request.attrs.name ?? ''
  const rows = world.state.collections.in(session.address.phone)
  const known = rows.get(name)?.patches ?? []
  const patch = bytes(request, 'patch')
  if (patch) {
    rows.set(name, { patches: [...known, numbered(patch, known.length + 1)] })
    tellOthers(world, session, name, known.length + 1)
    return node('collection', { name, version: String(known.length + 1), type: 'result' })
  }
  const missing = known.slice(Number(request.attrs.version ?? 0))
  const patches = missing.map((content) => node('patch', {}, content))
  return node(
    'collection',
    { name, version: String(known.length), type: 'result' },
    patches.length > 0 ? [node('patches', {}, patches)] : undefined,
  )
}

/** Writes the version into a patch. Clients leave the version to the server. */
function numbered(patch: Uint8Array, version: number): Uint8Array {
  return proto.SyncdPatch.encode({ ...proto.SyncdPatch.decode(patch), version: { version } }).finish()
}

/**
 * Notifies the other companions, with one notification for each collection. Clients fetch only the first
 * collection of a notification.
 */
function tellOthers(
  world: Parts<'directory' | 'mailboxes'>,
  session: Session,
  name: string,
  version: number,
): void {
  for (const companion of world.directory.companions(session.address.phone)) {
    if (companion.device === session.address.device) continue
    const id = `${name}-${version}`
    const attrs = { from: S_WHATSAPP_NET, type: 'server_sync', id, t: String(nowSeconds()) }
    world.mailboxes.put(
      companion,
      node('notification', attrs, [node('collection', { name, version: String(version) })]),
    )
  }
}
