import type { BinaryNode } from '@whiskeysockets/baileys'
import { LIFETIMES } from '../phones/lifetimes.ts'
import { bytes, child, children, node } from '../server/nodes.ts'
import type { Parts } from '../world.ts'
import { groupNode, namesIn, participantNode } from './describe.ts'
import { type Group, MEMBER_ADD_MODES } from './group.ts'
import { type Asked, changeMembers, type MemberAction, type MemberResult } from './members.ts'
import { Refusal } from './refusal.ts'
import { decide } from './requests.ts'
import {
  checkedSubject,
  requireAdmin,
  requireEditor,
  revokeInvite,
  setDescription,
  setSetting,
  setSubject,
} from './settings.ts'

/** A query about a group, or an operation on a group, from a companion. */
interface Request {
  world: Parts<'directory' | 'groups' | 'mailboxes'>
  group: Group
  /** The phone number of the companion. */
  actor: string
  asked: BinaryNode
  isSet: boolean
}

type Answer = (request: Request) => BinaryNode[] | undefined

/** The operations of namespace `w:g2` on one group, by tag. */
export const TO_GROUP: Record<string, Answer> = {
  query: ({ world, group }) => [groupNode(world, group)],
  add: (request) => members(request, 'add'),
  remove: (request) => members(request, 'remove'),
  promote: (request) => members(request, 'promote'),
  demote: (request) => members(request, 'demote'),
  subject: ({ world, group, actor, asked }) =>
    nothing(setSubject(world, group, actor, checkedSubject(text(asked)))),
  description: ({ world, group, actor, asked }) => {
    const next = asked.attrs.delete ? undefined : { id: asked.attrs.id, text: text(child(asked, 'body')) }
    return nothing(setDescription(world, group, actor, next, asked.attrs.prev))
  },
  announcement: ({ world, group, actor }) => nothing(setSetting(world, group, actor, 'announce', true)),
  not_announcement: ({ world, group, actor }) => nothing(setSetting(world, group, actor, 'announce', false)),
  locked: ({ world, group, actor }) => nothing(setSetting(world, group, actor, 'locked', true)),
  unlocked: ({ world, group, actor }) => nothing(setSetting(world, group, actor, 'locked', false)),
  ephemeral: ({ world, group, actor, asked }) => {
    requireEditor(group, actor)
    const seconds = LIFETIMES.find((each) => each > 0 && each === Number(asked.attrs.expiration))
    if (seconds === undefined) throw new Refusal(400)
    return nothing(setSetting(world, group, actor, 'ephemeral', seconds))
  },
  not_ephemeral: ({ world, group, actor }) => nothing(setSetting(world, group, actor, 'ephemeral', 0)),
  member_add_mode: ({ world, group, actor, asked }) => {
    const mode = MEMBER_ADD_MODES.find((each) => each === text(asked))
    if (!mode) throw new Refusal(406)
    return nothing(setSetting(world, group, actor, 'memberAddMode', mode))
  },
  membership_approval_mode: ({ world, group, actor, asked }) => {
    const isOn = child(asked, 'group_join')?.attrs.state === 'on'
    return nothing(setSetting(world, group, actor, 'joinApproval', isOn))
  },
  membership_approval_requests: ({ world, group, actor }) => {
    requireAdmin(group, actor)
    const waiting = group.requests.map(({ phone, time }) => {
      const { jid, pn, lid, username } = namesIn(world, group, phone)
      const attrs = { jid, phone_number: pn, lid, username, request_method: 'invite_link' }
      return node('membership_approval_request', { ...attrs, request_time: String(time) })
    })
    return [node('membership_approval_requests', {}, waiting)]
  },
  membership_requests_action: ({ world, group, actor, asked }) => {
    requireAdmin(group, actor)
    const [action] = children(asked)
    if (action?.tag !== 'approve' && action?.tag !== 'reject') throw new Refusal(406)
    const outcomes = decide(world, group, actor, action.tag, namedIn(world, action))
    const participants = outcomes.map((outcome) => outcomeNode(world, group, outcome))
    return [node('membership_requests_action', {}, [node(action.tag, {}, participants)])]
  },
  invite: ({ world, group, actor, isSet }) => {
    requireAdmin(group, actor)
    const { invite } = isSet ? revokeInvite(world, group, actor) : group
    return [node('invite', { code: invite })]
  },
}

function members({ world, group, actor, asked }: Request, action: MemberAction): BinaryNode[] {
  const outcomes = changeMembers(world, group, actor, action, namedIn(world, asked))
  return [
    node(
      action,
      {},
      outcomes.map((outcome) => outcomeNode(world, group, outcome)),
    ),
  ]
}

export function namedIn(world: Parts<'directory'>, parent: BinaryNode): Asked[] {
  return children(parent, 'participant').map(({ attrs }) => ({
    jid: attrs.jid ?? '',
    account: world.directory.resolve(attrs.jid)?.account,
  }))
}

export function outcomeNode(
  world: Parts<'directory'>,
  group: Group,
  { jid, account, code, addRequest }: MemberResult,
): BinaryNode {
  const error = code === 200 ? undefined : String(code)
  if (!account) return node('participant', { jid, error })
  const attrs = addRequest && { code: addRequest.code, expiration: String(addRequest.expiration) }
  const content = attrs && { content: [node('add_request', attrs)] }
  return participantNode(world, group, account, { attrs: { error }, ...content })
}

function text(parent: BinaryNode | undefined): string {
  return bytes(parent)?.toString() ?? ''
}

/** Ignores the changed group. WhatsApp answers these operations with an empty result. */
function nothing(_changed: Group): undefined {
  return undefined
}
