import { nanoid } from 'nanoid'
import { jidOf } from '../accounts/address.ts'
import type { Account } from '../accounts/directory.ts'
import { isGroupId } from '../groups/group.ts'
import { answerGroupPicture } from '../groups/picture.ts'
import type { Parts } from '../world.ts'
import { interestedIn } from './devices.ts'
import type { IqHandler } from './iq.ts'
import { bytes, node, nowSeconds } from './nodes.ts'
import { pictureNode } from './picture-node.ts'

export const DEFAULT_ABOUT = 'Hey there!'

/** Handles namespace `w:profile:picture`: returns the URL of a picture, or changes the companion's own picture. */
export const answerProfilePicture: IqHandler<
  'directory' | 'groups' | 'log' | 'mailboxes' | 'media' | 'phones'
> = (world, session, iq) => {
  if (isGroupId(iq.attrs.target)) return answerGroupPicture(world, session, iq)
  if (iq.attrs.type === 'set') {
    void setPicture(world, session.address.phone, bytes(iq, 'picture')).catch((error: unknown) =>
      world.log.error({ error }, 'the picture of an account could not be stored'),
    )
    return undefined
  }
  return [pictureNode(world, iq, world.directory.resolve(iq.attrs.target)?.account.picture)]
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

/** Stores a JPEG as an account's picture, or removes the picture, and notifies the people in its chats and groups. */
export async function setPicture(
  world: Parts<'directory' | 'groups' | 'mailboxes' | 'media' | 'phones'>,
  phone: string,
  jpeg: Uint8Array | undefined,
): Promise<void> {
  const directPath =
    jpeg?.length && world.media.blobs.publish(await world.media.blobs.write([jpeg]), 'image/jpeg')
  const { picture: _previous, ...account } = world.directory.get(phone)
  const picture = directPath ? { id: String(Date.now()), directPath } : undefined
  world.directory.save({ ...account, ...(picture && { picture }) })
  announce(world, account, picture?.id)
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
