import type { IqHandler } from '../server/iq.ts'
import { bytes } from '../server/nodes.ts'
import { changed, pictureNode, publishPicture } from '../server/picture-node.ts'
import type { Parts } from '../world.ts'
import { memberOf } from './group.ts'
import { Refusal } from './refusal.ts'
import { requireEditor } from './settings.ts'

/**
 * Handles namespace `w:profile:picture` for a group. Each member may see the picture. If the group is locked,
 * only admins change it.
 */
export const answerGroupPicture: IqHandler<'groups' | 'media'> = async (
  world,
  { address: { phone } },
  iq,
) => {
  const group = world.groups.find(iq.attrs.target)
  if (!group || !memberOf(group, phone)) throw new Refusal(404)
  if (iq.attrs.type !== 'set') return [pictureNode(world, iq, group.picture)]
  requireEditor(group, phone)
  return changed(await setPicture(world, group.id, bytes(iq, 'picture')))
}

async function setPicture(
  world: Parts<'groups' | 'media'>,
  id: string,
  jpeg: Uint8Array | undefined,
): Promise<string | undefined> {
  const picture = await publishPicture(world, jpeg)
  const group = world.groups.find(id)
  if (!group) return undefined
  const { picture: _previous, ...rest } = group
  world.groups.save({ ...rest, ...(picture && { picture }) })
  return picture?.id
}
