import type { BinaryNode } from '@whiskeysockets/baileys'
import type { Account } from '../accounts/directory.ts'
import type { Parts } from '../world.ts'
import { IqError } from './iq-error.ts'
import { child, node } from './nodes.ts'

/**
 * Returns the node with the URL of a picture, in the type that the query asks for.
 * @throws IqError 404 if there is no picture
 */
export function pictureNode(world: Parts<'media'>, iq: BinaryNode, picture: Account['picture']): BinaryNode {
  if (!picture) throw new IqError(404, 'item-not-found')
  const type = child(iq, 'picture')?.attrs.type ?? 'preview'
  return node('picture', { id: picture.id, type, url: world.media.urlOf(picture.directPath) })
}
