import { MAX_OPTIONS } from '#shared/contracts/sizes.ts'
import {
  applyAnswer,
  applyEdit,
  type Inbound,
  type InboundMessage,
  type Original,
  optionNames,
} from '#shared/domain/messages/index.ts'
import { bareJid } from '#shared/jid.ts'
import type { LeaseHandle } from '../fleet/leaseHandle.ts'
import type { ConnectorServices } from '../services.ts'
import type { LateChange, Opened } from '../whatsapp/index.ts'
import type { SessionAuth } from './auth.ts'
import type { LidMappings } from './lidMappings.ts'
import { refuseTooLarge } from './mediaLimits.ts'
import { nameContent, nameEdit } from './nameContent.ts'

export type ChangeServices = Pick<ConnectorServices, 'config' | 'db' | 'now' | 'log' | 'outbox'>

export interface ChangeSession {
  sessionId: string
  leaseHandle: LeaseHandle
  lidMappings: LidMappings
}

/** A decrypted change and its message. */
export interface OpenedChange {
  change: LateChange
  /** The stanza of the change. */
  envelope: InboundMessage
  opened: Opened
  original: Original
}

/** Applies a decrypted change. Returns the message or the edit that is left to store, or null. */
export async function applyOpened(
  services: ChangeServices,
  session: ChangeSession,
  found: OpenedChange,
  auth: SessionAuth,
): Promise<Inbound | null> {
  const { change, envelope, opened, original } = found
  const { lidMappings } = session
  const { me } = auth.store
  if (opened.kind === 'message') {
    const { type } = opened.content
    const content = await nameContent(lidMappings, opened.content.content, me)
    const { named } = change
    const source = opened.media && { ...opened.media, ...(named && { named }) }
    const media = source && ({ state: 'pending', source } as const)
    const message = { ...envelope, type, content, media }
    return { kind: 'message', message: refuseTooLarge(message, services.config) }
  }
  const sentAt = change.changedAt ?? envelope.timestamp * 1_000
  if (opened.kind === 'edit' && isAuthor(original, envelope.sender)) {
    const { sender } = original
    const { changedAt } = opened
    const content = await nameEdit(lidMappings, { content: opened.content, earlier: original.content }, me)
    return { kind: 'edited', messageId: change.targetId, sender, content, changedAt: changedAt ?? sentAt }
  }
  const apply = writeOf(services, session, found, { sentAt, ownJid: bareJid(me?.id ?? '') })
  if (apply) await apply()
  else {
    const { sessionId } = session
    services.log.warn({ sessionId, id: envelope.id, kind: opened.kind }, 'change.refused')
  }
  return null
}

/** Returns the write of a new option or an answer, or null for a message of another kind. */
function writeOf(
  services: ChangeServices,
  { sessionId, leaseHandle }: ChangeSession,
  found: OpenedChange,
  { sentAt, ownJid }: { sentAt: number; ownJid: string },
): (() => Promise<unknown>) | null {
  const { change, envelope, opened, original } = found
  const { poll, event } = original.content
  const { sender } = original
  const at = { lease: leaseHandle.lease, sessionId, messageId: change.targetId, sender }
  const voter = envelope.sender
  if (opened.kind === 'option' && poll) {
    if (poll.options.includes(opened.name) || poll.options.length >= MAX_OPTIONS) return async () => false
    const content = { poll: { ...poll, options: [...poll.options, opened.name] } }
    return () => applyEdit({ ctx: services, input: { ...at, content, changedAt: null } })
  }
  if (opened.kind === 'vote' && poll) {
    const { choices } = opened
    const answer = { voter, choices, guests: null, answeredAt: sentAt }
    const vote = {
      ...toVote(found, poll.options, choices, ownJid),
      session: sessionId,
      timestamp: seconds(sentAt),
    }
    return () => applyAnswer({ ctx: services, input: { ...at, answer, vote } })
  }
  if (opened.kind === 'response' && event) {
    const { choice, guests, changedAt } = opened
    const answer = { voter, choices: [choice], guests, answeredAt: changedAt ?? sentAt }
    return () => applyAnswer({ ctx: services, input: { ...at, answer } })
  }
  return null
}

function toVote(
  { change, envelope }: OpenedChange,
  options: readonly string[],
  choices: readonly string[],
  ownJid: string,
) {
  const nameOf = optionNames(options)
  return {
    id: change.targetId,
    voter: envelope.fromMe ? ownJid : envelope.sender,
    ...(envelope.lid && { voterLid: envelope.lid }),
    ...(envelope.fromMe && { fromMe: true as const }),
    options: choices.flatMap((hash) => nameOf.get(hash) ?? []),
  }
}

function seconds(ms: number): number {
  return Math.floor(ms / 1_000)
}

/** Returns true if a JID is one of the author's. */
export function isAuthor({ sender, aliases }: Original, jid: string): boolean {
  return sender === jid || aliases.includes(jid)
}
