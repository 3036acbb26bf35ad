import { type Addressing, addressingOf, jidOf } from '../accounts/address.ts'
import type { Account } from '../accounts/directory.ts'
import { SandboxError } from '../errors.ts'
import { addressingIn, type Group, isAdmin, isGroupId, memberOf } from '../groups/group.ts'
import type { Phone } from './phone.ts'

/** The destination of a message: a chat with one person, or a group. */
export type Destination = { chat: string; jid: string; addressing: Addressing } & (
  | { account: Account; group?: undefined }
  | { group: Group }
)

/**
 * Returns the destination for a number or a group's id.
 * @throws SandboxError `unknown_recipient`; `not_admin` for a group in which only admins may write
 */
export function destinationOf(phone: Phone, chat: string): Destination {
  if (isGroupId(chat)) {
    const group = phone.world.groups.find(chat)
    if (!group || !memberOf(group, phone.number))
      throw new SandboxError('unknown_recipient', `${phone.number} is not a member of group ${chat}.`)
    if (group.announce && !isAdmin(group, phone.number))
      throw new SandboxError('not_admin', `Only admins may write in group ${chat}.`)
    return { chat, jid: chat, addressing: addressingIn(group), group }
  }
  const account = phone.world.directory.find(chat)
  if (!account)
    throw new SandboxError(
      'unknown_recipient',
      `${chat} is not on WhatsApp. Create the phone with POST /phones.`,
    )
  const addressing = addressingOf(phone.account)
  return { chat, jid: jidOf(account, addressing), addressing, account }
}
