import {
  areJidsSameUser,
  type BinaryNode,
  cleanMessage,
  decodeBinaryNode,
  decryptMessageNode,
  type SignalRepositoryWithLIDStore,
  type WAMessage,
} from '@whiskeysockets/baileys'
import { CIPHERTEXT } from '#shared/contracts/messages.ts'
import type { TimerSetting } from '#shared/domain/chats/index.ts'
import type { KnownContact } from '#shared/domain/contacts/index.ts'
import type { LidMapping } from '#shared/domain/lidMappings/index.ts'
import type { Inbound, InboundMessage } from '#shared/domain/messages/index.ts'
import { isChannelJid, isPersonJid, isStatusJid } from '#shared/jid.ts'
import type { Logger } from '#shared/logger.ts'
import { toStorableDeep } from '#shared/storable.ts'
import { previewOf } from './content/previewOf.ts'
import { type ReadChange, readChange, readContent } from './content/read.ts'
import { lidMappingsOf, readEnvelope } from './envelope.ts'
import { readHistoric } from './historic.ts'
import { carriesHistory, isFirstHistory, readHistory, readResent } from './history.ts'
import { openRow } from './journal.ts'
import { readMediaSource } from './media.ts'
import { changeOfPost } from './posts.ts'
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
  /** Messages and revocations from before the pairing, oldest chats last. */
  history: Inbound[]
  /** Messages that the phone resent because they had arrived without content. */
  resent: Inbound[]
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
  markOwnStatus(fullMessage, me)
  // Message keys in a change are from the sender's view, and `cleanMessage` rewrites some of them.
  const change = readPostChange(node, fullMessage) ?? readChange(fullMessage.message)
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
    history: imported?.messages.flatMap(readHistoric) ?? [],
    resent: readResent(fullMessage).flatMap(readHistoric),
    lidMappings: history?.lidMappings ?? lidMappingsOf(fullMessage),
    contacts: imported?.contacts ?? contactsOf(inbound),
    timers: history?.timers ?? timerIn(fullMessage),
    carriesHistory: carriesHistory(fullMessage),
  })
}

/** Marks a status post of the session's own account. Baileys knows such a post by the number only, and not by the LID. */
function markOwnStatus({ key }: WAMessage, me: OwnIdentity): void {
  const { remoteJid, participant } = key
  if (!remoteJid || !isStatusJid(remoteJid) || !participant) return
  key.fromMe = [me.id, me.lid].some((jid) => areJidsSameUser(jid, participant))
}

/** Returns the change that a stanza makes to an earlier post of its channel. */
function readPostChange(node: BinaryNode, message: WAMessage): ReadChange | null {
  const change = changeOfPost(node)
  const messageId = message.key.id
  if (change === null || !messageId) return null
  if (change === 'deleted') return { change, messageId }
  const content = readContent(message.message)
  return content && { change, messageId, content }
}

function contactsOf(inbound: Inbound | null): KnownContact[] {
  if (inbound?.kind !== 'message' || inbound.message.fromMe) return []
  const { sender, pushName } = inbound.message
  return pushName && isPersonJid(sender) ? [{ jid: sender, name: pushName }] : []
}

/** Reads the envelope of a message that could not be decrypted. Returns null for a message that is not a user's. */
export function readPlaceholder(message: WAMessage): InboundMessage | null {
  const envelope = readEnvelope(message)
  // A post of a channel is not encrypted.
  if (!envelope || envelope.fromMe || isChannelJid(envelope.remoteJid)) return null
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
  const media = source && { state: 'pending' as const, source }
  const { server_id: number } = message.key
  const content = number ? { ...read.content, serverId: Number(number) } : read.content
  const preview = previewOf(message.message)?.toString('hex')
  return {
    kind: 'message',
    message: { ...envelope, ...read, content, media, ...(preview && { preview }) },
  }
}
