import {
  cleanMessage,
  decodeBinaryNode,
  decryptMessageNode,
  type SignalRepositoryWithLIDStore,
  type WAMessage,
} from '@whiskeysockets/baileys'
import { CIPHERTEXT, type MessageStatus } from '#shared/contracts/messages.ts'
import { cut, MAX_NAME } from '#shared/contracts/sizes.ts'
import type { TimerSetting } from '#shared/domain/chats/index.ts'
import type { KnownContact } from '#shared/domain/contacts/index.ts'
import type { LidMapping } from '#shared/domain/lidMappings/index.ts'
import type { Inbound, InboundMessage } from '#shared/domain/messages/index.ts'
import { bareJid, isGroupJid, isLid, phoneOf } from '#shared/jid.ts'
import type { Logger } from '#shared/logger.ts'
import { toStorableDeep } from '#shared/storable.ts'
import { previewOf } from './content/previewOf.ts'
import { readChange, readContent } from './content/read.ts'
import { carriesHistory, isFirstHistory, readHistory, readResent } from './history.ts'
import { openRow } from './journal.ts'
import { readMediaSource } from './media.ts'
import { timerIn } from './timers.ts'

/** The session's own JIDs, by number and by LID. */
export interface OwnIdentity {
  id: string
  lid: string
}

/** Content of a stanza, and the LID mappings that it reveals. */
export interface ParsedStanza {
  /** Null for a stanza without a message: a key distribution, a control message, or a status. */
  inbound: Inbound | null
  /** Id and sender of the stanza. */
  stanza: { id: string; sender: string } | null
  /** Messages from before the pairing, oldest chats last. */
  history: InboundMessage[]
  /** Messages that the phone resent because they had arrived without content. */
  resent: InboundMessage[]
  lidMappings: LidMapping[]
  contacts: KnownContact[]
  /** Settings of disappearing timers. */
  timers: TimerSetting[]
  /** True if the stanza carries history, even if the session does not import it. */
  carriesHistory: boolean
}

/** Reads a journal row as a message. Baileys' own decoder runs over a repository that already knows the plaintext. */
export async function readJournalRow(
  bytes: Buffer,
  me: OwnIdentity,
  options: { log: Logger; wantsHistory: boolean; mediaOrigin: string | undefined },
): Promise<ParsedStanza> {
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
  // Message keys in a change are from the sender's view, and `cleanMessage` rewrites some of them.
  const change = readChange(fullMessage.message)
  cleanMessage(fullMessage, me.id, me.lid)
  const inbound = toInbound(fullMessage, change)
  // The first part of the history has the timers of the chats, which each send needs.
  const isRead = options.wantsHistory || isFirstHistory(fullMessage)
  const history = isRead ? await readHistory(fullMessage, options.mediaOrigin) : null
  const imported = options.wantsHistory ? history : null
  const envelope = readEnvelope(fullMessage)
  return toStorableDeep({
    inbound,
    stanza: envelope && { id: envelope.id, sender: envelope.sender },
    history: imported?.messages.flatMap(toHistoric) ?? [],
    resent: readResent(fullMessage).flatMap(toHistoric),
    lidMappings: history?.lidMappings ?? lidMappingsOf(fullMessage),
    contacts: imported?.contacts ?? contactsOf(inbound),
    timers: history?.timers ?? timerIn(fullMessage),
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

function toHistoric(message: WAMessage): InboundMessage[] {
  const inbound = toInbound(message, null)
  if (inbound?.kind !== 'message') return []
  const status = HISTORIC_STATUS[message.status ?? 0] ?? inbound.message.status
  return [{ ...inbound.message, status }]
}

function contactsOf(inbound: Inbound | null): KnownContact[] {
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

function toInbound(message: WAMessage, change: ReturnType<typeof readChange>): Inbound | null {
  const envelope = readEnvelope(message)
  if (!envelope) return null
  const { sender } = envelope
  if (change?.change === 'deleted') return { kind: 'deleted', messageId: change.messageId, sender }
  if (change) return { kind: 'edited', messageId: change.messageId, sender, content: change.content.content }
  const read = readContent(message.message)
  if (!read) return null
  const source = readMediaSource(message.message)
  const preview = previewOf(message.message)?.toString('hex')
  return {
    kind: 'message',
    message: {
      ...envelope,
      ...read,
      media: source && { state: 'pending', source },
      ...(preview && { preview }),
    },
  }
}

function readEnvelope(
  message: WAMessage,
): Omit<InboundMessage, 'type' | 'content' | 'media' | 'preview'> | null {
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
  const pairs = [
    [key.remoteJid, key.remoteJidAlt],
    [key.participant, key.participantAlt],
  ]
  return pairs.flatMap(([one, other]) => {
    const lid = [one, other].find((jid) => jid && isLid(jid))
    const phone = [one, other].find((jid) => phoneOf(jid) !== null)
    return lid && phone ? [{ lid: bareJid(lid), phoneJid: bareJid(phone) }] : []
  })
}
