import { type BinaryNode, getBinaryNodeChild, getBinaryNodeChildren } from '@whiskeysockets/baileys'
import type { StatusChange } from '#shared/domain/messages/index.ts'
import { bareJid, isGroupJid } from '#shared/jid.ts'

/** Status by a receipt's type. No type, and `inactive` (the device is in the background), mean delivered. */
const MEANING: Record<string, Pick<StatusChange, 'status' | 'author'>> = {
  '': { status: 'DELIVERED', author: 'me' },
  inactive: { status: 'DELIVERED', author: 'me' },
  read: { status: 'READ', author: 'me' },
  played: { status: 'PLAYED', author: 'me' },
  'read-self': { status: 'READ', author: 'others' },
  'played-self': { status: 'PLAYED', author: 'others' },
}

/**
 * Reads a `<receipt>` stanza. Returns null for types without a status (retry, sender, server-error). A receipt of the session's
 * own device has a `recipient` attribute, and says nothing about the recipient.
 */
export function readReceipt(node: BinaryNode): StatusChange | null {
  const meaning = MEANING[node.attrs.type ?? '']
  if (!meaning || !node.attrs.id) return null
  if (meaning.author === 'me' && node.attrs.recipient !== undefined) return null
  const list = getBinaryNodeChild(node, 'list')
  const further = list ? getBinaryNodeChildren(list, 'item').flatMap(({ attrs }) => attrs.id ?? []) : []
  const { from, participant } = node.attrs
  const member = from && participant && isGroupJid(from) ? { participant: bareJid(participant) } : {}
  return { ...meaning, ...member, messageIds: [node.attrs.id, ...further] }
}
