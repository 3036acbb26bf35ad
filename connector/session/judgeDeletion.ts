import type { Inbound } from '#shared/domain/messages/index.ts'
import { bareJid } from '#shared/jid.ts'
import type { OthersDeletion, OwnIdentity } from '../whatsapp/index.ts'
import type { Groups } from './groups.ts'
import type { LidMappings } from './lidMappings.ts'

/**
 * Judges a member's deletion of another member's message, which only an admin may delete. Returns null for a deletion that
 * changes nothing, and `defer` while the admins of the group cannot be known.
 * @throws the database's error
 */
export async function judgeDeletion(
  { lidMappings, groups }: { lidMappings: LidMappings; groups: Pick<Groups, 'wasAdmin'> },
  { messageId, chat, at, ...deletion }: OthersDeletion,
  me: OwnIdentity | null,
): Promise<Inbound | null | 'defer'> {
  const author = await lidMappings.phoneOf(deletion.author)
  const deleter = await lidMappings.phoneOf(deletion.deletedBy)
  if (author === deleter) return { kind: 'deleted', messageId, sender: author }
  const own = [me?.id, me?.lid].flatMap((jid) => (jid ? [bareJid(jid)] : []))
  const answer = await groups.wasAdmin(chat, deleter === 'me' ? own : [deleter], at)
  if (!answer) return answer === null ? 'defer' : null
  const { deletedBy, deletedByLid } = answer
  const byAdmin = { chat, deletedBy, ...(deletedByLid && { deletedByLid }) }
  return { kind: 'deleted', messageId, sender: author, byAdmin }
}
