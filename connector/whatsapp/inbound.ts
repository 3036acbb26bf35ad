import {
  cleanMessage,
  decodeBinaryNode,
  decryptMessageNode,
  type SignalRepositoryWithLIDStore,
  type WAMessage,
} from '@whiskeysockets/baileys'
import { CIPHERTEXT, type MessageContent, type MessageStatus } from '#shared/contracts/messages.ts'
import { cut, MAX_ID, MAX_NAME } from '#shared/contracts/sizes.ts'
import type { KnownContact } from '#shared/domain/contacts/index.ts'
import type { LidMapping } from '#shared/domain/lidMappings/index.ts'
import type { Inbound, InboundMessage } from '#shared/domain/messages/index.ts'
import { bareJid, isGroupJid, isLid, phoneOf } from '#shared/jid.ts'
import type { Logger } from '#shared/logger.ts'
import { toStorableDeep } from '#shared/storable.ts'
import { type ReadChange, readChange, readContent } from './content/read.ts'
import { readFuture, withOuterContext } from './content/readFuture.ts'
import { carriesHistory, readHistory, readResent } from './history.ts'
import { openRow } from './journal.ts'
import { readMediaSource } from './media.ts'
import { toPair } from './pairs.ts'
import {
  authorsOf,
  type Envelope,
  type LateChange,
  namedIn,
  readSealed,
  secretOf,
  toSealedChange,
} from './secrets/index.ts'

/** The session's own JIDs, by number and by LID. */
export interface OwnIdentity {
  id: string
  lid: string
}

/** A member of a group deletes the message of another author, as only an admin may. */
export interface OthersDeletion {
  kind: 'others-deletion'
  messageId: string
  /** JID of the group. */
  chat: string
  /** JID of the author; `me` for a message of ours. */
  author: string
  /** JID of the member who deletes the message; `me` for our own phone. */
  deletedBy: string
  /** Time of the deletion, in Unix seconds. */
  at: number
}

/** Seals the secret of a message for storage. */
export type SealSecret = (messageId: string, secret: Uint8Array) => Buffer

/** Facts about the session that the reader of a message needs. */
interface Reader {
  me: OwnIdentity
  sealSecret: SealSecret
}

/** Content of a stanza, and the LID mappings that it reveals. */
export interface ParsedStanza {
  /** Null for a stanza without a message: a key distribution, a control message, or a status. */
  inbound: Inbound | OthersDeletion | null
  /** Id and sender of the stanza. */
  stanza: { id: string; sender: string } | null
  /** Changes of earlier messages: of the stanza itself, or of the history. `inbound` is then null. */
  changes: LateChange[]
  /** Messages from before the pairing, oldest chats last. */
  history: InboundMessage[]
  /** Messages that the phone resent because they had arrived without content. */
  resent: InboundMessage[]
  lidMappings: LidMapping[]
  contacts: KnownContact[]
  /** True if the stanza carries history, even if the session does not import it. */
  carriesHistory: boolean
}

/** Reads a journal row as a message. Baileys' own decoder runs over a repository that already knows the plaintext. */
export async function readJournalRow(
  bytes: Buffer,
  me: OwnIdentity,
  options: {
    log: Logger
    wantsHistory: boolean
    mediaOrigin: string | undefined
    /** Seals the secret of a message for storage. */
    sealSecret: SealSecret
  },
): Promise<ParsedStanza> {
  const reader: Reader = { me, sealSecret: options.sealSecret }
  const { stanza, plaintext } = openRow(bytes)
  const node = await decodeBinaryNode(stanza)
  const { fullMessage, decrypt } = decryptMessageNode(
    node,
    me.id,
    me.lid,
    fixedPlaintextRepository(plaintext),
    options.log,
  )
  await decrypt()
  if (fullMessage.message && fullMessage.key.fromMe)
    fullMessage.message = withOuterContext(fullMessage.message, plaintext)
  // Message keys in a change are from the sender's view, and `cleanMessage` rewrites some of them.
  const change = readChange(fullMessage.message)
  const late = readLate(fullMessage, change, reader)
  cleanMessage(fullMessage, me.id, me.lid)
  const inbound = late
    ? null
    : (toInbound(fullMessage, change, reader) ?? toFutureInbound(fullMessage, plaintext, reader))
  const history = options.wantsHistory ? await readHistory(fullMessage, options.mediaOrigin) : null
  const resent = readResent(fullMessage)
  const earlier = [...(history?.messages ?? []), ...resent]
  const envelope = readEnvelope(fullMessage)
  return toStorableDeep({
    inbound,
    stanza: envelope && { id: envelope.id, sender: envelope.sender },
    changes: [late, ...earlier.map((message) => readLate(message, null, reader))].filter(
      (one) => one !== null,
    ),
    history: history?.messages.flatMap((message) => toHistoric(message, reader)) ?? [],
    resent: resent.flatMap((message) => toHistoric(message, reader)),
    lidMappings: history?.lidMappings ?? lidMappingsOf(fullMessage),
    contacts: history?.contacts ?? contactsOf(inbound),
    carriesHistory: carriesHistory(fullMessage),
  })
}

/** WhatsApp's status numbers in the history. */
const HISTORIC_STATUS: Readonly<Record<number, MessageStatus>> = {
  2: 'SENT',
  3: 'DELIVERED',
  4: 'READ',
  5: 'PLAYED',
}

function toHistoric(message: WAMessage, reader: Reader): InboundMessage[] {
  const inbound = toInbound(message, null, reader)
  if (inbound?.kind !== 'message') return []
  const status = HISTORIC_STATUS[message.status ?? 0] ?? inbound.message.status
  return [{ ...inbound.message, status }]
}

function contactsOf(inbound: ParsedStanza['inbound']): KnownContact[] {
  if (inbound?.kind !== 'message' || inbound.message.fromMe || !inbound.message.pushName) return []
  return [{ jid: inbound.message.sender, name: inbound.message.pushName }]
}

/** Reads the envelope of a message that could not be decrypted. Returns null for a message that is not a user's. */
export function readPlaceholder(message: WAMessage): InboundMessage | null {
  const envelope = readEnvelope(message)
  if (!envelope || envelope.fromMe) return null
  return toStorableDeep({ ...envelope, type: 'unknown', content: { kind: CIPHERTEXT }, media: null })
}

/** Creates a Signal repository that returns one plaintext for each ciphertext and changes nothing. */
function fixedPlaintextRepository(plaintext: Buffer): SignalRepositoryWithLIDStore {
  const repository: Partial<SignalRepositoryWithLIDStore> = {
    decryptMessage: async () => plaintext,
    decryptGroupMessage: async () => plaintext,
    processSenderKeyDistributionMessage: async () => undefined,
    migrateSession: async () => ({ migrated: 0, skipped: 0, total: 0 }),
    lidMapping: {
      getLIDForPN: async () => null,
      storeLIDPNMappings: async () => undefined,
    } as unknown as SignalRepositoryWithLIDStore['lidMapping'],
  }
  return repository as SignalRepositoryWithLIDStore
}

function toInbound(
  message: WAMessage,
  change: ReturnType<typeof readChange>,
  reader: Reader,
): ParsedStanza['inbound'] {
  const envelope = readEnvelope(message)
  if (!envelope) return null
  if (change?.change === 'deleted') return readDeletion(envelope, change, reader.me)
  if (change) return null
  const read = readContent(message.message)
  if (!read) return null
  const source = readMediaSource(message.message)
  const content = markOwnMention(read.content, reader.me)
  return {
    kind: 'message',
    message: {
      ...envelope,
      ...read,
      content,
      media: source && { state: 'pending', source },
      ...sealedSecret(message, envelope.id, reader),
    },
  }
}

/** Reads a message whose kind Baileys does not know. */
function toFutureInbound(message: WAMessage, plaintext: Buffer, reader: Reader): Inbound | null {
  const envelope = readEnvelope(message)
  const read = envelope && message.message ? readFuture(message.message, plaintext) : null
  if (!envelope || !read) return null
  const content = markOwnMention(read.content, reader.me)
  return {
    kind: 'message',
    message: { ...envelope, ...read, content, media: null, ...sealedSecret(message, envelope.id, reader) },
  }
}

/** Marks a message that mentions us, by number or by LID. */
function markOwnMention(content: MessageContent, me: OwnIdentity): MessageContent {
  const isNamed = content.mentions?.some((jid) => toAuthor(jid, me) === 'me')
  return isNamed ? { ...content, mentionsMe: true } : content
}

/** Reads a deletion. In a group, the key of the message names its author if another member deletes it. */
function readDeletion(
  { sender, remoteJid: chat, timestamp: at, lid }: Envelope,
  { messageId, author }: Extract<ReadChange, { change: 'deleted' }>,
  me: OwnIdentity,
): Inbound | OthersDeletion {
  const named = author && isGroupJid(chat) ? toAuthor(author, me) : sender
  if (named === sender || named === lid) return { kind: 'deleted', messageId, sender }
  return { kind: 'others-deletion', messageId, chat, author: named, deletedBy: sender, at }
}

/** Returns the author of a message as the gateway stores authors: `me` for our own JIDs. */
function toAuthor(jid: string, me: OwnIdentity): string {
  const bare = bareJid(jid)
  return bare === bareJid(me.id) || bare === bareJid(me.lid) ? 'me' : bare
}

/** Seals the secret of a message, if the message has a secret. */
function sealedSecret(message: WAMessage, id: string, { sealSecret }: Reader): { secret?: Buffer } {
  const secret = secretOf(message)
  return secret ? { secret: sealSecret(id, secret) } : {}
}

/**
 * Reads a change that needs its earlier message: an edit, or a change that is encrypted with the secret of that message. Returns null
 * for any other message.
 */
function readLate(
  message: WAMessage,
  change: ReturnType<typeof readChange>,
  { me }: Reader,
): LateChange | null {
  const sealed = readSealed(message.message)
  const envelope = sealed || change?.change === 'edited' ? readEnvelope(message) : null
  if (!envelope) return null
  const editors = authorsOf(message, me)
  if (change?.change === 'edited') {
    const { messageId: targetId, changedAt, content } = change
    return {
      targetId,
      envelope,
      editors,
      authors: [],
      changedAt,
      change: { kind: 'edited', content: content.content },
    }
  }
  const targetId = sealed?.target.id
  if (!sealed || !targetId || targetId.length > MAX_ID) return null
  const { changedAt } = sealed
  return { targetId, envelope, editors, authors: namedIn(sealed), changedAt, change: toSealedChange(sealed) }
}

function readEnvelope(message: WAMessage): Envelope | null {
  const { key, pushName, messageTimestamp } = message
  const { remoteJid, id } = key
  if (!remoteJid || !id || remoteJid === 'status@broadcast') return null
  const fromMe = key.fromMe === true
  // A message to a broadcast list is a message to each of its recipients.
  const isList = remoteJid.endsWith('@broadcast') && key.participant
  const chat = isList
    ? preferPhone(key.participant ?? remoteJid, key.participantAlt)
    : preferPhone(remoteJid, key.remoteJidAlt)
  const participant =
    isGroupJid(chat) && key.participant ? preferPhone(key.participant, key.participantAlt) : null
  return {
    id,
    sender: fromMe ? 'me' : (participant ?? chat),
    remoteJid: chat,
    fromMe,
    participant,
    status: fromMe ? 'SENT' : 'DELIVERED',
    source: fromMe ? 'phone' : 'contact',
    ...lidOf(key),
    pushName: pushName ? cut(pushName, MAX_NAME) : null,
    timestamp: Number(messageTimestamp) || Math.floor(Date.now() / 1000),
  }
}

/** Returns the phone-number JID where one is known, because users know numbers and not LIDs. */
function preferPhone(jid: string, alternative: string | null | undefined): string {
  return bareJid(phoneOf(jid) === null && phoneOf(alternative) !== null && alternative ? alternative : jid)
}

/** Returns the author's LID if the stanza contains it. */
function lidOf({ remoteJid, remoteJidAlt, participant, participantAlt }: WAMessage['key']): { lid?: string } {
  const named = participant ? [participant, participantAlt] : [remoteJid, remoteJidAlt]
  const lid = named.find((jid) => jid && isLid(jid))
  return lid ? { lid: bareJid(lid) } : {}
}

function lidMappingsOf({ key }: WAMessage): LidMapping[] {
  return [...toPair(key.remoteJid, key.remoteJidAlt), ...toPair(key.participant, key.participantAlt)]
}
