import {
  areJidsSameUser,
  type BinaryNode,
  cleanMessage,
  decodeBinaryNode,
  decryptMessageNode,
  normalizeMessageContent,
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
import { readFuture, withOuterContext } from './content/readFuture.ts'
import { type OthersDeletion, readDeletion } from './deletion.ts'
import { lidMappingsOf, readEnvelope, usernamesOf } from './envelope.ts'
import { addressingOf, type GroupAddressing } from './groups/addressing.ts'
import { readHistoric } from './historic.ts'
import { carriesHistory, isFirstHistory, readHistory, readResent } from './history.ts'
import { openRow } from './journal.ts'
import { pendingFile } from './media.ts'
import { changeOfPost } from './posts.ts'
import { markOwnMention, type OwnIdentity, type Reader, type SealSecret, sealedSecret } from './reader.ts'
import { type LateChange, readLate, unknownSecretType } from './secrets/index.ts'
import { timerIn } from './timers.ts'
import type { NamedJid } from './usernames.ts'

/** Content of a stanza, and the LID mappings that it reveals. */
export interface ParsedStanza {
  /** Null for a stanza without a message: a key distribution or a control message. */
  inbound: Inbound | OthersDeletion | null
  /** Id and sender of the stanza. */
  stanza: { id: string; sender: string } | null
  /** Changes of earlier messages: of the stanza itself, or of the history. `inbound` is then null. */
  changes: LateChange[]
  /** Messages and revocations from before the pairing, oldest chats last. */
  history: Inbound[]
  /** Messages that the phone resent because they had arrived without content. */
  resent: Inbound[]
  lidMappings: LidMapping[]
  contacts: KnownContact[]
  usernames: NamedJid[]
  /** Settings of disappearing timers. */
  timers: TimerSetting[]
  /** The addressing of the group that the stanza came from. */
  addressing: GroupAddressing | null
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
  markOwnStatus(fullMessage, me)
  if (fullMessage.message && fullMessage.key.fromMe)
    fullMessage.message = withOuterContext(fullMessage.message, plaintext)
  // Message keys in a change are from the sender's view, and `cleanMessage` rewrites some of them.
  const change = readPostChange(node, fullMessage) ?? readChange(fullMessage.message)
  const late = readLate(fullMessage, change, reader)
  nameKeys(fullMessage)
  cleanMessage(fullMessage, me.id, me.lid)
  const inbound = late
    ? null
    : (toInbound(fullMessage, change, reader) ?? toFutureInbound(fullMessage, plaintext, reader))
  // The first part of the history has the timers of the chats, which each send needs.
  const isRead = options.wantsHistory || isFirstHistory(fullMessage)
  const history = isRead ? await readHistory(fullMessage, options.mediaOrigin) : null
  const imported = options.wantsHistory ? history : null
  const resent = readResent(fullMessage)
  const earlier = [...(imported?.messages ?? []), ...resent]
  const envelope = readEnvelope(fullMessage)
  warnOfUnknownSecrets([fullMessage, ...earlier], options.log)
  return toStorableDeep({
    inbound,
    stanza: envelope && { id: envelope.id, sender: envelope.sender },
    changes: [late, ...earlier.map((message) => readLate(message, null, reader))].filter(
      (one) => one !== null,
    ),
    history: imported?.messages.flatMap((message) => readHistoric(message, reader)) ?? [],
    resent: resent.flatMap((message) => readHistoric(message, reader)),
    lidMappings: history?.lidMappings ?? lidMappingsOf(fullMessage),
    contacts: imported?.contacts ?? contactsOf(inbound),
    usernames: history?.usernames ?? usernamesOf(fullMessage),
    timers: history?.timers ?? timerIn(fullMessage),
    addressing: addressingOf(node),
    carriesHistory: carriesHistory(fullMessage),
  })
}

/** Logs each message that is encrypted for a purpose that is newer than the gateway. */
function warnOfUnknownSecrets(messages: readonly WAMessage[], log: Logger): void {
  for (const { key, message } of messages) {
    const secretEncType = unknownSecretType(message)
    if (secretEncType !== null) log.warn({ messageId: key.id, secretEncType }, 'secret.unknown_type')
  }
}

/** Marks a status post of the session's own account. Baileys knows such a post by the number only, and not by the LID. */
function markOwnStatus({ key }: WAMessage, me: OwnIdentity): void {
  const { remoteJid, participant } = key
  if (!remoteJid || !isStatusJid(remoteJid) || !participant) return
  key.fromMe = [me.id, me.lid].some((jid) => areJidsSameUser(jid, participant))
}

/** Adds the missing keys of a message that names no other message. Baileys' `cleanMessage` fails without the keys. */
function nameKeys({ message }: WAMessage): void {
  const { reactionMessage, pollUpdateMessage } = normalizeMessageContent(message) ?? {}
  if (reactionMessage) reactionMessage.key ??= {}
  if (pollUpdateMessage) pollUpdateMessage.pollCreationMessageKey ??= {}
}

/** Returns the change that a stanza makes to an earlier post of its channel. */
function readPostChange(node: BinaryNode, message: WAMessage): ReadChange | null {
  const change = changeOfPost(node)
  const messageId = message.key.id
  if (change === null || !messageId) return null
  if (change === 'deleted') return { change, messageId, author: null }
  const content = readContent(message.message)
  return content && { change, messageId, content, changedAt: null }
}

function contactsOf(inbound: ParsedStanza['inbound']): KnownContact[] {
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

function toInbound(message: WAMessage, change: ReadChange | null, reader: Reader): ParsedStanza['inbound'] {
  const envelope = readEnvelope(message)
  if (!envelope) return null
  if (change?.change === 'deleted') return readDeletion(envelope, change, reader.me)
  if (change) return null
  const read = readContent(message.message)
  if (!read) return null
  const { server_id: number } = message.key
  const content = markOwnMention(read.content, reader.me)
  const preview = previewOf(message.message)?.toString('hex')
  return {
    kind: 'message',
    message: {
      ...envelope,
      ...read,
      content: number ? { ...content, serverId: Number(number) } : content,
      media: pendingFile(message),
      ...(preview && { preview }),
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
