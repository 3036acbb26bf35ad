import type { BinaryNode } from '@whiskeysockets/baileys'
import type { Account } from '../accounts/directory.ts'
import type { Parts } from '../world.ts'
import { IqError } from './iq-error.ts'
import { child, node } from './nodes.ts'

/**
 * Returns the node with the URL of a picture, in the type that the query asks for. The answer is `status="304"` if the
 * client names the current id.
 * @throws IqError 404 if there is no picture
 */
export function pictureNode(world: Parts<'media'>, iq: BinaryNode, picture: Account['picture']): BinaryNode {
  if (!picture) throw new IqError(404, 'item-not-found')
  const { type = 'preview', id: known } = child(iq, 'picture')?.attrs ?? {}
  const { id, directPath } = picture
  if (known === id) return node('picture', { status: '304' })
  return node('picture', { id, type, url: world.media.urlOf(directPath), direct_path: directPath })
}

/** Returns the result of a change of a picture. The removal of a picture has an empty result. */
export function changed(id: string | undefined): BinaryNode[] | undefined {
  return id === undefined ? undefined : [node('picture', { id })]
}

/**
 * Publishes a JPEG on the media server under a new id.
 * @returns undefined without a JPEG, which removes the picture
 */
export async function publishPicture(
  world: Parts<'media'>,
  jpeg: Uint8Array | undefined,
): Promise<Account['picture']> {
  if (!jpeg?.length) return undefined
  const { blobs } = world.media
  const directPath = blobs.publish(await blobs.write([jpeg]), 'image/jpeg')
  return { id: String(Date.now()), directPath }
}
