import type { BinaryNode } from '@whiskeysockets/baileys'
import { type Address, isSameDevice } from '../accounts/address.ts'
import { child, node, nowSeconds } from '../server/nodes.ts'
import type { Parts } from '../world.ts'

/** The ack's error for a sender who is not the owner. */
const NOT_OWNER = 403
/** The `edit` attributes of a post that is edited, and of one that is deleted. Both repeat the id of the post. */
export const EDIT = '3'
export const REVOKE = '8'

/**
 * Puts a post into the queue of each device of the owner and of each follower. A post is not encrypted. The server gives each
 * post a number.
 * @returns the error of the ack, or undefined
 */
export function routePost(
  world: Parts<'channels' | 'directory' | 'mailboxes'>,
  sender: Address,
  stanza: BinaryNode,
): number | undefined {
  const { id = '', to, type, edit } = stanza.attrs
  const channel = world.channels.find(to)
  if (!channel || channel.owner !== sender.phone) return NOT_OWNER
  const isChange = edit === EDIT || edit === REVOKE
  if (isChange && world.channels.numberOf(channel, id) === undefined) return NOT_OWNER
  const serverId = String(world.channels.number(channel, id))
  const plaintext = child(stanza, 'plaintext')
  const attrs = { id, from: channel.id, t: String(nowSeconds()), type, edit, server_id: serverId }
  const post = node('message', attrs, edit !== REVOKE && plaintext ? [plaintext] : [])
  const readers = [...new Set([channel.owner, ...channel.followers])]
  for (const device of readers.flatMap((phone) => world.directory.devices(phone)))
    if (!isSameDevice(device, sender)) world.mailboxes.put(device, post)
  return undefined
}
