import type { BinaryNode } from '@whiskeysockets/baileys'
import type { Account } from '../accounts/directory.ts'
import type { Parts } from '../world.ts'
import { IqError } from './iq-error.ts'
import { child, node } from './nodes.ts'

/** Where a picture is, as it was asked for. Throws 404 where there is none. */
export function pictureNode(world: Parts<'media'>, iq: BinaryNode, picture: Account['picture']): BinaryNode {
  if (!picture) throw new IqError(404, 'item-not-found')
  const type = child(iq, 'picture')?.attrs.type ?? 'preview'
  return node('picture', { id: picture.id, type, url: world.media.urlOf(picture.directPath) })
}
