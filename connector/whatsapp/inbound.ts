import {
  cleanMessage,
  decodeBinaryNode,
  decryptMessageNode,
  type SignalRepositoryWithLIDStore,
  type WAMessage,
} from '@whiskeysockets/baileys'
import { CIPHERTEXT } from '#shared/contracts/messages.ts'
import type { KnownContact } from '#shared/domain/contacts/index.ts'
import type { LidMapping } from '#shared/domain/lidMappings/index.ts'
import type { Inbound, InboundMessage } from '#shared/domain/messages/index.ts'
import { isPersonJid } from '#shared/jid.ts'
import type { Logger } from '#shared/logger.ts'
import { toStorableDeep } from '#shared/storable.ts'
import { readChange, readContent } from './content/read.ts'
import { lidMappingsOf, readEnvelope } from './envelope.ts'
import { readHistoric } from './historic.ts'
import { carriesHistory, readHistory, readResent } from './history.ts'
import { openRow } from './journal.ts'
import { readMediaSource } from './media.ts'

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
  const history = options.wantsHistory ? await readHistory(fullMessage, options.mediaOrigin) : null
  const envelope = readEnvelope(fullMessage)
  return toStorableDeep({
    inbound,
    stanza: envelope && { id: envelope.id, sender: envelope.sender },
    history: history?.messages.flatMap(readHistoric) ?? [],
    resent: readResent(fullMessage).flatMap(readHistoric),
    lidMappings: history?.lidMappings ?? lidMappingsOf(fullMessage),
    contacts: history?.contacts ?? contactsOf(inbound),
    carriesHistory: carriesHistory(fullMessage),
  })
}

function contactsOf(inbound: Inbound | null): KnownContact[] {
  if (inbound?.kind !== 'message' || inbound.message.fromMe) return []
  const { sender, pushName } = inbound.message
  return pushName && isPersonJid(sender) ? [{ jid: sender, name: pushName }] : []
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
  return { kind: 'message', message: { ...envelope, ...read, media: source && { state: 'pending', source } } }
}
