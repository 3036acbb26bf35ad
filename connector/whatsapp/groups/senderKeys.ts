import { jidDecode, type SignalKeyStoreWithTransaction } from '@whiskeysockets/baileys'
import type { GroupSnapshot } from '#shared/domain/groups/index.ts'

/** The session's own JIDs by number and by LID, with the device. */
interface Me {
  id: string
  lid: string
}

/** Suffix of a LID in the name of a sender key: `group::user_1::device`. */
const LID_DOMAIN = '_1'

/**
 * Prevents former members from decrypting new messages. If a holder of the sender key is no longer a member, the key is deleted,
 * and the next message creates a new key. Baileys keeps the first key for ever. The check runs before each message, so that it
 * also finds members that were removed while the session was offline.
 */
export async function renewSenderKey(
  keys: SignalKeyStoreWithTransaction,
  me: Me,
  group: GroupSnapshot,
): Promise<void> {
  // Baileys' lock of a send. Without it, a concurrent send would write the list of holders back.
  await keys.transaction(async () => {
    const { [group.id]: memory } = await keys.get('sender-key-memory', [group.id])
    const present = new Set(
      [me.id, me.lid, ...group.members.flatMap(({ jid, lid }) => [jid, lid])].map((jid) => userOf(jid)),
    )
    if (Object.keys(memory ?? {}).every((holder) => present.has(userOf(holder)))) return
    const own = Object.fromEntries(namesOf(group.id, me).map((name) => [name, null]))
    await keys.set({ 'sender-key-memory': { [group.id]: null }, 'sender-key': own })
  }, me.id)
}

/** Returns the names of the session's sender keys of a group, which may have changed from numbers to LIDs. */
function namesOf(groupId: string, { id, lid }: Me): string[] {
  return [id, lid].flatMap((jid) => {
    const { user, device = 0, server } = jidDecode(jid) ?? {}
    return user ? [`${groupId}::${user}${server === 'lid' ? LID_DOMAIN : ''}::${device}`] : []
  })
}

function userOf(jid: string | null): string | undefined {
  return jid ? jidDecode(jid)?.user : undefined
}
