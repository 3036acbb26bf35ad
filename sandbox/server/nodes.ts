import { type BinaryNode, S_WHATSAPP_NET } from '@whiskeysockets/baileys'

/**
 * Creates a stanza without the undefined attributes. Text content must be bytes, because a string is encoded
 * as a token.
 */
export function node(
  tag: string,
  attrs: Record<string, string | undefined> = {},
  content?: BinaryNode['content'],
): BinaryNode {
  const present = Object.fromEntries(
    Object.entries(attrs).filter((entry): entry is [string, string] => entry[1] !== undefined),
  )
  return content === undefined ? { tag, attrs: present } : { tag, attrs: present, content }
}

/** Returns the child nodes. Bytes and text have no child nodes. */
export function children(parent: BinaryNode | undefined, tag?: string): BinaryNode[] {
  const content = Array.isArray(parent?.content) ? parent.content : []
  return tag === undefined ? content : content.filter((child) => child.tag === tag)
}

export function child(parent: BinaryNode | undefined, tag: string): BinaryNode | undefined {
  return children(parent, tag)[0]
}

/** Returns the bytes of a node or of one of its children, or undefined. */
export function bytes(parent: BinaryNode | undefined, tag?: string): Buffer | undefined {
  const content = (tag === undefined ? parent : child(parent, tag))?.content
  if (content instanceof Uint8Array) return Buffer.from(content)
  return typeof content === 'string' ? Buffer.from(content) : undefined
}

/** Reads a big-endian number of up to four bytes. */
export function uint(parent: BinaryNode | undefined, tag: string): number | undefined {
  const content = bytes(parent, tag)
  return content?.length ? content.readUIntBE(0, Math.min(content.length, 4)) : undefined
}

export function nowSeconds(): number {
  return Math.floor(Date.now() / 1000)
}

/** Returns attributes with the server as the sender. */
export function fromServer(attrs: Record<string, string | undefined>): Record<string, string | undefined> {
  return { from: S_WHATSAPP_NET, ...attrs }
}

export function resultOf(request: BinaryNode, content?: BinaryNode[]): BinaryNode {
  // The result of a group comes from the group, because clients read there which group they have joined.
  const from = request.attrs.to?.endsWith('@g.us') ? request.attrs.to : S_WHATSAPP_NET
  return node('iq', { from, type: 'result', id: request.attrs.id }, content)
}

export function errorOf(request: BinaryNode, code: number, text: string): BinaryNode {
  return node('iq', fromServer({ type: 'error', id: request.attrs.id }), [
    node('error', { code: String(code), text }),
  ])
}

/** Creates a `<stream:error>`. The server closes the connection after this stanza. */
export function streamError(code?: number, children?: BinaryNode[]): BinaryNode {
  return node('stream:error', { code: code === undefined ? undefined : String(code) }, children)
}
