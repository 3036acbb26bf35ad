import { proto } from '@whiskeysockets/baileys'
import type { MessageContent } from '#shared/contracts/messages.ts'
import { given, type NestedMessages, present } from './kinds/index.ts'
import { readReferral } from './readReferral.ts'

const { AssociationType } = proto.MessageAssociation

/**
 * Reads the context of any kind: the quoted message, mentions, the forwarded flag, the disappearing timer, the ad, and the main
 * message.
 */
export function readContext(
  part: unknown,
  association: proto.IMessageAssociation | undefined,
  wordsOf: NestedMessages['wordsOf'],
): MessageContent {
  const info = (part as { contextInfo?: proto.IContextInfo | null })?.contextInfo
  return { ...(info && readInfo(info, wordsOf)), ...readAssociation(association) }
}

function readInfo(info: proto.IContextInfo, wordsOf: NestedMessages['wordsOf']): MessageContent {
  const quoted = info.stanzaId ? readQuoted(info.stanzaId, info, wordsOf) : undefined
  return {
    ...given('quoted', quoted),
    ...given('mentions', info.mentionedJid?.length ? info.mentionedJid : undefined),
    // A mention of all members names nobody.
    ...(info.nonJidMentions && { mentionsMe: true }),
    ...given('groupMentions', readGroupMentions(info.groupMentions)),
    ...(info.isForwarded && { forwarded: true }),
    ...(info.isQuestion && { question: true as const }),
    ...given('ephemeral', info.expiration || undefined),
    ...given('referral', readReferral(info)),
  }
}

function readQuoted(
  id: string,
  info: proto.IContextInfo,
  wordsOf: NestedMessages['wordsOf'],
): NonNullable<MessageContent['quoted']> {
  return {
    id,
    ...given('participant', info.participant ?? undefined),
    ...given('text', wordsOf(info.quotedMessage)),
  }
}

function readGroupMentions(mentions: proto.IGroupMention[] | null | undefined) {
  const groups = (mentions ?? []).flatMap(({ groupJid, groupSubject }) =>
    groupJid ? [{ jid: groupJid, subject: groupSubject ?? '' }] : [],
  )
  return groups.length > 0 ? groups : undefined
}

/** Reads the main message of a picture in an album, of a picture in better quality, or of a picture of an event. */
function readAssociation(association: proto.IMessageAssociation | undefined): MessageContent {
  const messageId = association?.parentMessageKey?.id
  if (!association || !messageId) return {}
  if (association.associationType === AssociationType.MEDIA_ALBUM) return { albumId: messageId }
  const type = (AssociationType[association.associationType ?? 0] ?? 'unknown').toLowerCase()
  return present({ association: { type, messageId } })
}
