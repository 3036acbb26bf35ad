import { nanoid } from 'nanoid'
import { jidOf } from '../accounts/address.ts'
import type { Account } from '../accounts/directory.ts'
import { isGroupId } from '../groups/group.ts'
import { answerGroupPicture } from '../groups/picture.ts'
import type { Parts } from '../world.ts'
import { interestedIn } from './devices.ts'
import type { IqHandler } from './iq.ts'
import { IqError } from './iq-error.ts'
import { bytes, node, nowSeconds } from './nodes.ts'
import { changed, pictureNode, publishPicture } from './picture-node.ts'
import { isShownTo } from './privacy.ts'

export const DEFAULT_ABOUT = 'Hey there!'

/**
 * Handles namespace `w:profile:picture`: returns the URL of a picture, or changes the companion's own picture. The
 * result of a change names the id of the new picture.
 */
export const answerProfilePicture: IqHandler<
  'directory' | 'groups' | 'mailboxes' | 'media' | 'phones'
> = async (world, session, iq) => {
  if (isGroupId(iq.attrs.target)) return answerGroupPicture(world, session, iq)
  const viewer = session.address.phone
  if (iq.attrs.type === 'set') return changed(await setPicture(world, viewer, bytes(iq, 'picture')))
  const account = world.directory.resolve(iq.attrs.target)?.account
  if (account?.picture && !isShownTo(world, account, 'profile', viewer))
    throw new IqError(401, 'not-authorized')
  return [pictureNode(world, iq, account?.picture)]
}

/** Handles namespace `status`: the text under a name. */
export const answerStatus: IqHandler<'directory'> = (world, session, iq) => {
  const about = bytes(iq, 'status')?.toString()
  if (iq.attrs.type === 'set' && about !== undefined) {
    const account = world.directory.get(session.address.phone)
    world.directory.save({ ...account, about })
  }
  return undefined
}

/**
 * Stores a JPEG as an account's picture, or removes the picture, and notifies the people in its chats and groups.
 * @returns the id of the new picture
 */
export async function setPicture(
  world: Parts<'directory' | 'groups' | 'mailboxes' | 'media' | 'phones'>,
  phone: string,
  jpeg: Uint8Array | undefined,
): Promise<string | undefined> {
  const picture = await publishPicture(world, jpeg)
  const { picture: _previous, ...account } = world.directory.get(phone)
  world.directory.save({ ...account, ...(picture && { picture }) })
  announce(world, account, picture?.id)
  return picture?.id
}

function announce(
  world: Parts<'directory' | 'groups' | 'mailboxes' | 'phones'>,
  account: Account,
  id: string | undefined,
): void {
  const from = jidOf(account, account.addressing === 'pn' ? 'pn' : 'lid')
  for (const companion of interestedIn(world, account.phone)) {
    const attrs = { from, id: nanoid(), type: 'picture', t: String(nowSeconds()) }
    const change = id ? node('set', { jid: from, id }) : node('delete', { jid: from })
    world.mailboxes.put(companion, node('notification', attrs, [change]))
  }
}
