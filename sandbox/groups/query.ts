import type { BinaryNode } from '@whiskeysockets/baileys'
import type { IqHandler } from '../server/iq.ts'
import { bytes, child, children, node, nowSeconds } from '../server/nodes.ts'
import type { Parts } from '../world.ts'
import { groupNode } from './describe.ts'
import { type Group, isGroupId, MEMBER_ADD_MODES, memberOf } from './group.ts'
import { type CreationOptions, createGroup, join, leave } from './members.ts'
import { namedIn, outcomeNode, TO_GROUP } from './operations.ts'
import { Refusal } from './refusal.ts'
import { knock } from './requests.ts'
import { checkedSubject } from './settings.ts'

/** Handles namespace `w:g2`: groups. A caller outside a group gets 404. */
export const answerGroups: IqHandler<'directory' | 'groups' | 'mailboxes'> = (
  world,
  { address: { phone } },
  iq,
) => {
  const [asked] = children(iq)
  if (!asked) return undefined
  const isSet = iq.attrs.type === 'set'
  if (!isGroupId(iq.attrs.to) || iq.attrs.to === '@g.us') return toServer(world, phone, asked, isSet)
  const group = world.groups.find(iq.attrs.to)
  if (group && asked.tag === 'accept') return accept(world, group, phone, asked)
  const invitation = child(asked, 'add_request')
  if (group && invitation) return [groupNode(world, invitedAs(group, phone, invitation))]
  if (!group || !memberOf(group, phone)) throw new Refusal(404)
  return TO_GROUP[asked.tag]?.({ world, group, actor: phone, asked, isSet })
}

/** Handles requests that name no group, or several groups. */
function toServer(
  world: Parts<'directory' | 'groups' | 'mailboxes'>,
  phone: string,
  asked: BinaryNode,
  isSet: boolean,
): BinaryNode[] | undefined {
  switch (asked.tag) {
    case 'participating':
      return [
        node(
          'groups',
          {},
          world.groups.of(phone).map((group) => groupNode(world, group)),
        ),
      ]
    case 'create': {
      const subject = checkedSubject(asked.attrs.subject ?? '')
      const { group, outcomes } = createGroup(
        world,
        phone,
        subject,
        namedIn(world, asked),
        creationOptions(asked),
      )
      const refused = outcomes.filter(({ code }) => code !== 200)
      return [
        groupNode(
          world,
          group,
          refused.map((outcome) => outcomeNode(world, group, outcome)),
        ),
      ]
    }
    case 'leave': {
      const groups = children(asked, 'group').map(({ attrs }) => world.groups.find(attrs.id))
      for (const group of groups) {
        if (!group || !memberOf(group, phone)) throw new Refusal(404)
        leave(world, group, phone)
      }
      return undefined
    }
    case 'invite': {
      const group = invitedBy(world, asked.attrs.code ?? '')
      if (!isSet) return [groupNode(world, group)]
      const isIn = knock(world, group, phone)
      return [node(isIn ? 'group' : 'membership_approval_request', { jid: group.id })]
    }
  }
  return undefined
}

/** Adds a person by the personal code that an admin sent in a message. */
function accept(
  world: Parts<'directory' | 'groups' | 'mailboxes'>,
  group: Group,
  phone: string,
  invitation: BinaryNode,
): undefined {
  join(world, invitedAs(group, phone, invitation), phone)
}

/**
 * Returns the group of a personal invitation.
 * @throws Refusal 410 for a wrong code, and after the end of the invitation
 */
function invitedAs(group: Group, phone: string, { attrs }: BinaryNode): Group {
  const request = group.addRequests[phone]
  if (!request || request.code !== attrs.code || request.expiration < nowSeconds()) throw new Refusal(410)
  return group
}

/** Reads the settings of a new group. */
function creationOptions(asked: BinaryNode): CreationOptions {
  const mode = bytes(asked, 'member_add_mode')?.toString()
  return {
    key: asked.attrs.key,
    locked: child(asked, 'locked') !== undefined,
    announce: child(asked, 'announcement') !== undefined,
    ephemeral: Number(child(asked, 'ephemeral')?.attrs.expiration ?? 0),
    joinApproval: child(child(asked, 'membership_approval_mode'), 'group_join')?.attrs.state === 'on',
    memberAddMode: MEMBER_ADD_MODES.find((each) => each === mode) ?? 'admin_add',
  }
}

/**
 * Returns the group of an invite code.
 * @throws Refusal 410 for a revoked code, 406 for an unknown code
 */
export function invitedBy(world: Parts<'groups'>, code: string): Group {
  const groups = world.groups.all()
  const group = groups.find(({ invite }) => invite === code)
  if (group) return group
  throw new Refusal(groups.some(({ revokedInvites }) => revokedInvites.includes(code)) ? 410 : 406)
}
