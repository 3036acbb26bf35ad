import {
  cleanMessage,
  decodeBinaryNode,
  decryptMessageNode,
  type SignalRepositoryWithLIDStore,
  type WAMessage,
} from '@whiskeysockets/baileys'
import type { SeenMessage } from '#shared/domain/messages/index.ts'
import { bareJid, isGroupJid, phoneOf } from '#shared/jid.ts'
import type { Logger } from '#shared/logger.ts'
import { toStorableDeep } from '#shared/storable.ts'
import { readContent } from './content.ts'
import { openRow } from './journal.ts'

/** Who we are, in both addressings. */
export interface OwnIdentity {
  id: string
  lid: string
}

/**
 * Reads a journal row as the message that it is, by Baileys' own decoder with a repository that knows the plaintext
 * already. Answers null for what holds no message: a key distribution, a protocol message, a status.
 */
export async function readJournalRow(
  bytes: Buffer,
  me: OwnIdentity,
  log: Logger,
): Promise<SeenMessage | null> {
  const { stanza, plaintext } = openRow(bytes)
  const node = await decodeBinaryNode(stanza)
  const { fullMessage, decrypt } = decryptMessageNode(node, me.id, me.lid, answering(plaintext), log)
  await decrypt()
  cleanMessage(fullMessage, me.id, me.lid)
  return toSeenMessage(fullMessage)
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

function toSeenMessage(message: WAMessage): SeenMessage | null {
  const { key, pushName, messageTimestamp } = message
  const { remoteJid, id } = key
  if (!remoteJid || !id || remoteJid === 'status@broadcast') return null
  const read = readContent(message.message)
  if (!read) return null
  const fromMe = key.fromMe === true
  const chat = preferPhone(remoteJid, key.remoteJidAlt)
  const participant =
    isGroupJid(chat) && key.participant ? preferPhone(key.participant, key.participantAlt) : null
  return toStorableDeep<SeenMessage>({
    id,
    sender: fromMe ? 'me' : (participant ?? chat),
    remoteJid: chat,
    fromMe,
    participant,
    ...read,
    status: fromMe ? 'SENT' : 'DELIVERED',
    source: fromMe ? 'phone' : 'contact',
    pushName: pushName ?? null,
    timestamp: Number(messageTimestamp),
  })
}

/** WhatsApp names people by LID or by number; users know numbers. */
function preferPhone(jid: string, alternative: string | undefined): string {
  return bareJid(phoneOf(jid) === null && phoneOf(alternative) !== null && alternative ? alternative : jid)
}
