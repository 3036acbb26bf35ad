import type { BinaryNode } from '@whiskeysockets/baileys'
import type { GroupSnapshot } from '#shared/domain/groups/index.ts'
import { isGroupJid } from '#shared/jid.ts'

/** The addressing of a group at a time: its stanzas name members by LID or by number. */
export interface GroupAddressing {
  groupId: string
  mode: GroupSnapshot['addressingMode']
  /** In Unix seconds. */
  at: number
}

/** Returns the addressing that a stanza of a group states, or null. WhatsApp changes the addressing of a group without a notification. */
export function addressingOf({ attrs }: BinaryNode): GroupAddressing | null {
  const { from: groupId, addressing_mode: mode, t } = attrs
  if (!groupId || !isGroupJid(groupId) || (mode !== 'lid' && mode !== 'pn')) return null
  return { groupId, mode, at: Number(t) || 0 }
}
