import type { IqHandler } from '../server/iq.ts'
import { bytes } from '../server/nodes.ts'
import { pictureNode } from '../server/picture-node.ts'
import type { Parts } from '../world.ts'
import { memberOf } from './group.ts'
import { Refusal } from './refusal.ts'
import { requireEditor } from './settings.ts'

/**
 * Handles namespace `w:profile:picture` for a group. Each member may see the picture. If the group is locked,
 * only admins change it.
 */
export const answerGroupPicture: IqHandler<'groups' | 'log' | 'media'> = (
  world,
  { address: { phone } },
  iq,
) => {
  const group = world.groups.find(iq.attrs.target)
  if (!group || !memberOf(group, phone)) throw new Refusal(404)
  if (iq.attrs.type !== 'set') return [pictureNode(world, iq, group.picture)]
  requireEditor(group, phone)
  void setPicture(world, group.id, bytes(iq, 'picture')).catch((error: unknown) =>
    world.log.error({ error }, 'the picture of a group could not be stored'),
  )
  return undefined
}

async function setPicture(
  world: Parts<'groups' | 'media'>,
  id: string,
  jpeg: Uint8Array | undefined,
): Promise<void> {
  const { blobs } = world.media
  const directPath = jpeg?.length && blobs.publish(await blobs.write([jpeg]), 'image/jpeg')
  const group = world.groups.find(id)
  if (!group) return
  const { picture: _previous, ...rest } = group
  const picture = directPath ? { id: String(Date.now()), directPath } : undefined
  world.groups.save({ ...rest, ...(picture && { picture }) })
}
