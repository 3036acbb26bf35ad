import { type Addressing, addressingOf, jidOf } from '../accounts/address.ts'
import type { Account } from '../accounts/directory.ts'
import { SandboxError } from '../errors.ts'
import { addressingIn, type Group, isAdmin, isGroupId, memberOf, STATUS } from '../groups/group.ts'
import type { Phone } from './phone.ts'
import type { Audience } from './sender-keys.ts'

/** The destination of a message: a chat with one person, a group, or the status. */
export type Destination = { chat: string; jid: string; addressing: Addressing } & (
  | { account: Account; group?: undefined; audience?: undefined }
  | { group: Group; audience: Audience }
  | { group?: undefined; audience: Audience }
)

/**
 * Returns the destination for a number, a group's id, or the status.
 * @throws SandboxError `unknown_recipient`; `not_admin` for a group in which only admins may write
 */
export function destinationOf(phone: Phone, chat: string): Destination {
  if (isGroupId(chat)) {
    const group = phone.world.groups.find(chat)
    if (!group || !memberOf(group, phone.number))
      throw new SandboxError('unknown_recipient', `${phone.number} is not a member of group ${chat}.`)
    if (group.announce && !isAdmin(group, phone.number))
      throw new SandboxError('not_admin', `Only admins may write in group ${chat}.`)
    return { chat, jid: chat, addressing: addressingIn(group), group, audience: group }
  }
  if (chat === STATUS) return { chat, jid: chat, addressing: 'lid', audience: statusAudience(phone) }
  const account = phone.world.directory.find(chat)
  if (!account)
    throw new SandboxError(
      'unknown_recipient',
      `${chat} is not on WhatsApp. Create the phone with POST /phones.`,
    )
  const addressing = addressingOf(phone.account)
  return { chat, jid: jidOf(account, addressing), addressing, account }
}

/** Returns the audience of the phone's status: all people in the chats of the phone, and the phone's companions. */
function statusAudience(phone: Phone): Audience {
  const people = [...phone.screen.chats()].filter((chat) => phone.world.directory.find(chat))
  return { id: STATUS, members: [...new Set([phone.number, ...people])].map((number) => ({ phone: number })) }
}
