import { jidOf } from '../accounts/address.ts'
import { type Group, isAdmin } from '../groups/group.ts'
import type { Asked, MemberResult } from '../groups/members.ts'
import type { Parts } from '../world.ts'

/** Returns the participants of an operation, one for each number. */
export function asked(world: Parts<'directory'>, numbers: string[]): Asked[] {
  return numbers.map((phone) => {
    const account = world.directory.find(phone)
    return { jid: jidOf({ phone, lid: '' }, 'pn'), account }
  })
}

/** Describes the outcome for one participant, by number. */
export function result({ jid, account, code, addRequest }: MemberResult) {
  const phone = account?.phone ?? jid.replace(/@.*/, '')
  return { phone, status: code, ...(addRequest && { inviteCode: addRequest.code }) }
}

/** Describes a group as one member sees it. Only admins see the invite code. */
export function present(group: Group, viewer: string) {
  const { id, subject, description, creation, creator, announce, locked, ephemeral } = group
  return {
    id,
    subject,
    ...(description && { description: description.text }),
    creation,
    creator,
    announce,
    locked,
    ephemeral,
    memberAddMode: group.memberAddMode,
    joinApproval: group.joinApproval,
    ...(isAdmin(group, viewer) && { inviteCode: group.invite }),
    participants: group.members.map(({ phone, admin = null }) => ({ phone, admin })),
  }
}
