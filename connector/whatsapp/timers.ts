import { type BinaryNode, getContentType, proto, type WAMessage } from '@whiskeysockets/baileys'
import type { TimerSetting } from '#shared/domain/chats/index.ts'
import { bareJid, isGroupJid, isLid, phoneOf } from '#shared/jid.ts'
import { unwrap } from './content/unwrap.ts'
import { secondsOf } from './groups/node.ts'

const { EPHEMERAL_SETTING } = proto.Message.ProtocolMessage.Type
/** A year, far above the lifetimes that WhatsApp offers. */
const MAX_SECONDS = 31_536_000

/**
 * Returns the disappearing timer that a message reveals: the notice of a change in a chat with one person, or the context of
 * the message. A setting cannot be newer than its message, so that no sender can hide later settings.
 */
export function timerIn({ key, message, messageTimestamp }: WAMessage): TimerSetting[] {
  const content = message && unwrap(message).message
  const jid = chatOf(key.remoteJid, key.remoteJidAlt)
  const sentAt = Number(messageTimestamp) || 0
  if (!content || !jid || !sentAt) return []
  const notice = content.protocolMessage
  if (notice?.type === EPHEMERAL_SETTING) {
    // Only the metadata of a group sets its timer.
    if (isGroupJid(jid)) return []
    return toSetting(jid, notice.ephemeralExpiration ?? 0, timeOf(notice.ephemeralSettingTimestamp, sentAt))
  }
  const part = content[getContentType(content) ?? 'conversation']
  const context = (part as { contextInfo?: proto.IContextInfo | null } | null | undefined)?.contextInfo
  if (!context?.expiration) return []
  return toSetting(jid, context.expiration, timeOf(context.ephemeralSettingTimestamp, sentAt))
}

/** Returns the disappearing timers of the chats in a history. */
export function timersInHistory({ conversations }: proto.IHistorySync): TimerSetting[] {
  return (conversations ?? []).flatMap((chat) => {
    const jid = chatOf(chat.id, chat.pnJid)
    const at = Number(chat.ephemeralSettingTimestamp ?? 0)
    if (!jid || (!at && !chat.ephemeralExpiration)) return []
    return toSetting(jid, chat.ephemeralExpiration ?? 0, at)
  })
}

/** Reads the timer of a group in a `<notification type="w:gp2">` stanza. Returns null for any other stanza. */
export function readGroupTimer({ attrs, content }: BinaryNode): TimerSetting | null {
  const [child] = Array.isArray(content) ? content : []
  if (attrs.type !== 'w:gp2' || !attrs.from || !child) return null
  if (child.tag !== 'ephemeral' && child.tag !== 'not_ephemeral') return null
  return { jid: attrs.from, seconds: secondsOf(child), at: Number(attrs.t) || 0 }
}

/** Returns the JID of a chat with one person or of a group. Returns null for a channel, a list and a status. */
function chatOf(jid: string | null | undefined, alternative: string | null | undefined): string | null {
  const named = [jid, alternative].find((one) => phoneOf(one) !== null) ?? jid
  if (!named || !(phoneOf(named) !== null || isLid(named) || isGroupJid(named))) return null
  return bareJid(named)
}

function timeOf(written: proto.IContextInfo['ephemeralSettingTimestamp'], sentAt: number): number {
  return Math.min(Number(written) || sentAt, sentAt)
}

function toSetting(jid: string, seconds: number, at: number): TimerSetting[] {
  return seconds >= 0 && seconds <= MAX_SECONDS && Number.isSafeInteger(at) ? [{ jid, seconds, at }] : []
}
