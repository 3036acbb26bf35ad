import { jidDecode, type SignalKeyStoreWithTransaction } from '@whiskeysockets/baileys'
import type { GroupSnapshot } from '#shared/domain/groups/index.ts'

/** Who we are, by number and by LID, with our device. */
interface Me {
  id: string
  lid: string
}

/** Signal's kinds of an address, of which one is in the name of a sender key: `group::user_1::device`. */
const LID_DOMAIN = '_1'

/**
 * Sees to it that nobody who has left a group reads on: if one who has our sender key is no member any more, the key is dropped,
 * and the next message makes a new one for those who are there. Baileys keeps the first one for ever. It looks before each
 * message, and not when a notification comes: so it finds too who was removed while nobody was connected.
 */
export async function renewSenderKey(
  keys: SignalKeyStoreWithTransaction,
  me: Me,
  group: GroupSnapshot,
): Promise<void> {
  // Baileys' own lock of a send: another one under way would write the list of holders back.
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

/** The names of our sender keys of a group: it may have been addressed by numbers before, and by LIDs now. */
function namesOf(groupId: string, { id, lid }: Me): string[] {
  return [id, lid].flatMap((jid) => {
    const { user, device = 0, server } = jidDecode(jid) ?? {}
    return user ? [`${groupId}::${user}${server === 'lid' ? LID_DOMAIN : ''}::${device}`] : []
  })
}

function userOf(jid: string | null): string | undefined {
  return jid ? jidDecode(jid)?.user : undefined
}
