import {
  cleanMessage,
  decodeBinaryNode,
  decryptMessageNode,
  type SignalRepositoryWithLIDStore,
  type WAMessage,
} from '@whiskeysockets/baileys'
import { CIPHERTEXT, type MessageStatus } from '#shared/contracts/messages.ts'
import { cut, MAX_NAME } from '#shared/contracts/sizes.ts'
import type { KnownContact } from '#shared/domain/contacts/index.ts'
import type { LidMapping } from '#shared/domain/lidMappings/index.ts'
import type { Inbound, InboundMessage } from '#shared/domain/messages/index.ts'
import { bareJid, isGroupJid, isLid, phoneOf } from '#shared/jid.ts'
import type { Logger } from '#shared/logger.ts'
import { toStorableDeep } from '#shared/storable.ts'
import { readChange, readContent } from './content/read.ts'
import { carriesHistory, readHistory, readResent } from './history.ts'
import { openRow } from './journal.ts'
import { readMediaSource } from './media.ts'

/** Who we are, in both addressings. */
export interface OwnIdentity {
  id: string
  lid: string
}

/** What a stanza says, and whose numbers it tells. */
export interface ParsedStanza {
  /** Null for what holds no message: a key distribution, a control message, a status. */
  inbound: Inbound | null
  /** Whose stanza it is, under which id. */
  stanza: { id: string; sender: string } | null
  /** What the phone had before it was linked, oldest chats last. */
  history: InboundMessage[]
  /** What the phone gave again, because it had come without its words. */
  resent: InboundMessage[]
  identities: LidMapping[]
  contacts: KnownContact[]
  /** Whether the stanza carries history, wanted or not. */
  carriesHistory: boolean
}

/**
 * Reads a journal row as the message that it is, by Baileys' own decoder with a repository that knows the plaintext
 * already.
 */
export async function readJournalRow(
  bytes: Buffer,
  me: OwnIdentity,
  options: { log: Logger; wantsHistory: boolean; mediaOrigin: string | undefined },
): Promise<ParsedStanza> {
  const { stanza, plaintext } = openRow(bytes)
  const node = await decodeBinaryNode(stanza)
  const { fullMessage, decrypt } = decryptMessageNode(node, me.id, me.lid, answering(plaintext), options.log)
  await decrypt()
  // The keys of what a message changes are the sender's view; Baileys turns some of them into ours.
  const change = readChange(fullMessage.message)
  cleanMessage(fullMessage, me.id, me.lid)
  const inbound = toInbound(fullMessage, change)
  const history = options.wantsHistory ? await readHistory(fullMessage, options.mediaOrigin) : null
  const envelope = readEnvelope(fullMessage)
  return toStorableDeep({
    inbound,
    stanza: envelope && { id: envelope.id, sender: envelope.sender },
    history: history?.messages.flatMap(toHistoric) ?? [],
    resent: readResent(fullMessage).flatMap(toHistoric),
    identities: history?.identities ?? identitiesOf(fullMessage),
    contacts: history?.contacts ?? contactsOf(inbound),
    carriesHistory: carriesHistory(fullMessage),
  })
}

/** WhatsApp's own numbers for how far a message got. */
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

/** A message that could not be decrypted, as far as its envelope tells; null for what is no user's. */
export function readPlaceholder(message: WAMessage): InboundMessage | null {
  const envelope = readEnvelope(message)
  if (!envelope || envelope.fromMe) return null
  return toStorableDeep({ ...envelope, type: 'unknown', content: { kind: CIPHERTEXT }, media: null })
}

/** A Signal repository that decrypts everything to one plaintext and changes nothing. */
function answering(plaintext: Buffer): SignalRepositoryWithLIDStore {
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
  return { kind: 'message', message: { ...envelope, ...read, media: source && { state: 'pending', source } } }
}

function readEnvelope(message: WAMessage): Omit<InboundMessage, 'type' | 'content' | 'media'> | null {
  const { key, pushName, messageTimestamp } = message
  const { remoteJid, id } = key
  if (!remoteJid || !id || remoteJid === 'status@broadcast') return null
  const fromMe = key.fromMe === true
  // What somebody sends to a list of people is a message to each of them.
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

/** WhatsApp names people by LID or by number; users know numbers. */
function preferPhone(jid: string, alternative: string | null | undefined): string {
  return bareJid(phoneOf(jid) === null && phoneOf(alternative) !== null && alternative ? alternative : jid)
}

/** The author's LID, wherever the stanza tells it. */
function lidOf({ remoteJid, remoteJidAlt, participant, participantAlt }: WAMessage['key']): { lid?: string } {
  const named = participant ? [participant, participantAlt] : [remoteJid, remoteJidAlt]
  const lid = named.find((jid) => jid && isLid(jid))
  return lid ? { lid: bareJid(lid) } : {}
}

function identitiesOf({ key }: WAMessage): LidMapping[] {
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
