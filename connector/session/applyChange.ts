import { CIPHERTEXT } from '#shared/contracts/messages.ts'
import {
  findOriginals,
  type Inbound,
  type InboundMessage,
  type Original,
} from '#shared/domain/messages/index.ts'
import { bareJid } from '#shared/jid.ts'
import { derivedSecret, type LateChange, type Opened, openChange } from '../whatsapp/index.ts'
import { applyOpened, type ChangeServices, type ChangeSession, isAuthor } from './applyOpened.ts'
import { openSecret, type SessionAuth } from './auth.ts'

/**
 * Applies a change to its message. Returns the message or the edit that is left to store, and null if nothing is left. Returns
 * `missing` if the gateway has no message that the change fits.
 */
export async function applyChange(
  services: ChangeServices,
  session: ChangeSession,
  change: LateChange,
  auth: SessionAuth,
): Promise<Inbound | null | 'missing'> {
  const { sessionId } = session
  const envelope = await resolveEnvelope(session, change)
  const { originals, aliases } = await findOriginals({
    ctx: services,
    input: { sessionId, id: change.targetId, chat: envelope.remoteJid, jids: change.editors },
  })
  const known = { ...change, envelope, editors: [...new Set([...change.editors, ...aliases])] }
  for (const original of originals) {
    const opened = open(known, original, auth)
    if (opened)
      return await applyOpened(services, session, { change: known, envelope, opened, original }, auth)
  }
  return originals.some(({ isDeleted }) => isDeleted) ? null : 'missing'
}

/** Returns the envelope of a change as a message without content, with phone-number JIDs in place of LIDs where they are known now. */
export async function resolveEnvelope(
  { lidMappings }: ChangeSession,
  { envelope }: LateChange,
): Promise<InboundMessage> {
  const message = { ...envelope, type: 'unknown' as const, content: {}, media: null }
  const resolved = await lidMappings.resolve({ kind: 'message', message })
  return resolved.kind === 'message' ? resolved.message : message
}

/** Decrypts a change with the secret of a message. Returns null if the message is not the one that the change names. */
function open(change: LateChange, original: Original, auth: SessionAuth): Opened | null {
  if (original.isDeleted || original.content.kind === CIPHERTEXT) return null
  const { envelope, targetId } = change
  if (change.change.kind === 'edited') {
    const { content } = change.change
    return isAuthor(original, envelope.sender) ? { kind: 'edit', content, changedAt: change.changedAt } : null
  }
  const { me, creds } = auth.store
  const isOurs = original.sender === 'me'
  // An earlier version stored no secret of our polls, and derived it from the credentials.
  const secret =
    openSecret(auth, targetId, original.secret) ?? (isOurs ? derivedSecret(creds, targetId) : null)
  if (!secret) return null
  const own = [me?.id, me?.lid].flatMap((jid) => (jid ? bareJid(jid) : []))
  const authors = isOurs ? own : [original.sender, ...original.aliases]
  return openChange(change, { secret, authors: [...new Set([...authors, ...change.authors])] })
}
