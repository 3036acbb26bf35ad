import { normalizeMessageContent, type proto } from '@whiskeysockets/baileys'
import { hasAuthors } from '../groups/group.ts'
import { contextOf } from './describe.ts'
import type { Phone } from './phone.ts'
import type { ShownMessage } from './screen.ts'
import { sealedTarget } from './sealed.ts'

/** The disappearing timer of a chat. */
export interface Timer {
  /** Lifetime of new messages; 0 keeps messages. */
  seconds: number
  /** Time of the setting, in Unix seconds. */
  at: number
}

/** Messages without content, which have no lifetime. */
const WITHOUT_LIFETIME = new Set([
  'revoke',
  'timer',
  'protocol',
  'pinInChat',
  'keepInChat',
  'senderKeyDistribution',
  'unknown',
])

/** Returns the timer of a chat; a timer of 0 seconds if nobody has set one. */
export function timerOf(phone: Phone, chat: string): Timer {
  const group = phone.world.groups.find(chat)
  if (group) return { seconds: group.ephemeral, at: group.ephemeralTime ?? group.creation }
  return phone.world.state.timers.in(phone.number).get(chat) ?? { seconds: 0, at: 0 }
}

/** Returns the context that each message of a chat with a timer carries. */
export function timerContext({ seconds, at }: Timer): proto.IContextInfo {
  return seconds ? { expiration: seconds, ephemeralSettingTimestamp: at } : {}
}

/**
 * Learns the timer of a chat with one person: from the notice of a change, or from the context of a newer message. Only
 * the metadata of a group has the group's timer.
 */
export function learnTimer(phone: Phone, row: ShownMessage, message: proto.IMessage): void {
  if (hasAuthors(row.chat)) return
  const notice = row.type === 'timer' ? normalizeMessageContent(message)?.protocolMessage : undefined
  const context = contextOf(message)
  const learned = notice
    ? {
        seconds: notice.ephemeralExpiration ?? 0,
        at: Number(notice.ephemeralSettingTimestamp) || row.timestamp,
      }
    : { seconds: context?.expiration ?? 0, at: Number(context?.ephemeralSettingTimestamp ?? 0) }
  if (!notice && !learned.seconds) return
  if (learned.at < timerOf(phone, row.chat).at) return
  phone.world.state.timers.in(phone.number).set(row.chat, learned)
}

/** Tells whether a phone shows "this message will not disappear" below a message. */
export function willNotDisappear(phone: Phone, row: ShownMessage, message: proto.IMessage): boolean {
  // The lifetime of an encrypted change is inside.
  if (sealedTarget(message) || WITHOUT_LIFETIME.has(row.type) || timerOf(phone, row.chat).seconds === 0)
    return false
  return !lifetimeOf(message)
}

/** Returns the lifetime that a message carries. A reaction carries the lifetime of an addition to a message. */
function lifetimeOf(message: proto.IMessage): number {
  const content = normalizeMessageContent(message) ?? {}
  if (content.reactionMessage)
    return (content.messageContextInfo ?? message.messageContextInfo)?.messageAddOnDurationInSecs ?? 0
  return contextOf(message)?.expiration ?? 0
}
