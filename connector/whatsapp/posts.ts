import { createHash } from 'node:crypto'
import { type BinaryNode, getBinaryNodeChild, proto } from '@whiskeysockets/baileys'
import { isChannelJid } from '#shared/jid.ts'
import { EMPTY_PLAINTEXT, type JournalRow, packRow } from './journal.ts'

/** Values of the attribute `edit` on a post. An edit and a deletion repeat the id of the post. */
const EDIT = '3'
const REVOKE = '8'

/** Tells whether a stanza is a post of a channel, which is not encrypted and does not pass the Signal repository. */
export function isPost({ tag, attrs }: BinaryNode): boolean {
  return tag === 'message' && attrs.from !== undefined && isChannelJid(attrs.from)
}

/** Returns the journal row of a post. A redelivered post has the same hash, and each version of an edited post another. */
export function rowOfPost(post: BinaryNode): JournalRow {
  const { from, id, edit, server_id } = post.attrs
  const content = contentOf(post)
  const identity = JSON.stringify([from, id, edit, server_id])
  const hash = createHash('sha256').update(identity).update(content).digest('hex')
  return { hash, bytes: packRow(withContent(post, content), EMPTY_PLAINTEXT) }
}

/**
 * Returns a post as Baileys can confirm it. Baileys asks the sender to repeat a message without content or with a content that
 * it cannot read, but no phone repeats a post.
 */
export function toConfirmable(post: BinaryNode): BinaryNode {
  const content = contentOf(post)
  return withContent(post, isReadable(content) ? content : Buffer.alloc(0))
}

/**
 * Returns the posts that a notification of a channel carries, as stanzas. Such a post names itself by the id of its message, or by
 * its number alone.
 */
export function postsIn({ tag, attrs }: BinaryNode, children: readonly BinaryNode[]): BinaryNode[] {
  const { from, type } = attrs
  if (tag !== 'notification' || type !== 'newsletter' || !from || !isChannelJid(from)) return []
  return children.flatMap((child) => {
    const { message_id, id = message_id, server_id, t, type: kind = 'text' } = child.attrs
    const name = id ?? server_id
    const plaintext = getBinaryNodeChild(child, 'plaintext')
    if (child.tag !== 'message' || !name || !plaintext) return []
    const post = { id: name, from, type: kind, ...(server_id && { server_id }), ...(t && { t }) }
    return [{ tag: 'message', attrs: post, content: [plaintext] }]
  })
}

/** The change that a post makes to the post of the same id; null for a new post. */
export function changeOfPost(post: BinaryNode): 'edited' | 'deleted' | null {
  if (!isPost(post)) return null
  const { edit } = post.attrs
  return edit === EDIT ? 'edited' : edit === REVOKE ? 'deleted' : null
}

function contentOf(post: BinaryNode): Uint8Array {
  const content = getBinaryNodeChild(post, 'plaintext')?.content
  return content instanceof Uint8Array ? content : Buffer.alloc(0)
}

function withContent(post: BinaryNode, content: Uint8Array): BinaryNode {
  const attrs = getBinaryNodeChild(post, 'plaintext')?.attrs ?? {}
  return { ...post, content: [{ tag: 'plaintext', attrs, content }] }
}

function isReadable(content: Uint8Array): boolean {
  try {
    proto.Message.decode(content)
    return true
  } catch {
    return false
  }
}
