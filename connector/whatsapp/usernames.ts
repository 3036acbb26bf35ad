import {
  type BinaryNode,
  getBinaryNodeChild,
  isLidUser,
  S_WHATSAPP_NET,
  type WASocket,
} from '@whiskeysockets/baileys'
import { bareJid, isPersonJid, phoneOf } from '#shared/jid.ts'
import { readUsername } from '#shared/username.ts'

/** A person whose username WhatsApp has named; null if the person has none. */
export interface NamedJid {
  /** Number or LID, without a device. */
  jid: string
  username: string | null
}

/** WhatsApp's answer about a username. `phoneJid` is present for a business that shows its number. */
export type FoundUsername =
  | { state: 'found'; lid: string; username: string; phoneJid: string | null }
  | { state: 'unknown' }
  | { state: 'key_required' }

/** A username to look up. `lid` is the LID that the session knows for the username. */
export interface UsernameQuery {
  username: string
  key: string | undefined
  lid: string | null
}

/**
 * Asks WhatsApp for the person behind a username. Baileys' own query drops an answer without a JID, which means that a key is
 * required.
 * @throws WhatsApp's refusal
 */
export async function findUsername(sock: WASocket, query: UsernameQuery): Promise<FoundUsername> {
  const { username, key, lid } = query
  const contact = node('contact', { username, ...(key && { pin: key }), ...(lid && { lid }) })
  const protocols = [node('contact', { addressing_mode: 'lid' }), node('business')]
  return readFound(await ask(sock, protocols, node('user', {}, [contact])), username)
}

/** Reads the answer about a username. */
export function readFound(user: BinaryNode | undefined, asked: string): FoundUsername {
  const contact = user && getBinaryNodeChild(user, 'contact')
  if (!contact) throw new Error('WhatsApp returned no result for the username')
  if (contact.attrs.type === 'out') return { state: 'unknown' }
  const { jid, pn, pn_jid } = user.attrs
  if (!jid || !isLidUser(jid) || getBinaryNodeChild(contact, 'error')) return { state: 'key_required' }
  const number = [pn, pn_jid, contact.attrs.pn].find((one) => phoneOf(one) !== null)
  return {
    state: 'found',
    lid: bareJid(jid),
    username: readUsername(contact.attrs.username) ?? asked,
    phoneJid: number ? bareJid(number) : null,
  }
}

/**
 * Asks WhatsApp for the username of a LID. Returns null for a person without a username.
 * @throws WhatsApp's refusal
 */
export async function fetchUsername(sock: WASocket, lid: string): Promise<string | null> {
  const user = await ask(sock, [node('username')], node('user', { jid: lid }))
  const content = (user && getBinaryNodeChild(user, 'username'))?.content
  if (content instanceof Uint8Array) return readUsername(Buffer.from(content).toString())
  return typeof content === 'string' ? readUsername(content) : null
}

/** Returns the username that a stanza has beside a JID. An absent username says nothing. */
export function namedBeside(jid: string | null | undefined, username: string | null | undefined): NamedJid[] {
  const name = readUsername(username)
  return jid && isPersonJid(bareJid(jid)) && name !== null ? [{ jid: bareJid(jid), username: name }] : []
}

/** Asks WhatsApp about one user. Returns the node of the user. */
async function ask(
  sock: WASocket,
  protocols: BinaryNode[],
  user: BinaryNode,
): Promise<BinaryNode | undefined> {
  const attrs = {
    context: 'interactive',
    mode: 'query',
    sid: sock.generateMessageTag(),
    last: 'true',
    index: '0',
  }
  const usync = node('usync', attrs, [node('query', {}, protocols), node('list', {}, [user])])
  const answer: BinaryNode = await sock.query({
    tag: 'iq',
    attrs: { to: S_WHATSAPP_NET, type: 'get', xmlns: 'usync' },
    content: [usync],
  })
  const list = getBinaryNodeChild(getBinaryNodeChild(answer, 'usync'), 'list')
  return getBinaryNodeChild(list, 'user')
}

function node(tag: string, attrs: Record<string, string> = {}, content?: BinaryNode[]): BinaryNode {
  return content ? { tag, attrs, content } : { tag, attrs }
}
