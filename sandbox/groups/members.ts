import type { BinaryNode } from '@whiskeysockets/baileys'
import type { Account } from '../accounts/directory.ts'
import { node, nowSeconds } from '../server/nodes.ts'
import type { Parts } from '../world.ts'
import { announce, createNode } from './announce.ts'
import { participantNode } from './describe.ts'
import { type Group, isAdmin, type Member, memberOf } from './group.ts'
import { newInviteCode } from './groups.ts'
import { Refusal } from './refusal.ts'

const ADD_REQUEST_SECONDS = 3 * 24 * 3600

export const MEMBER_ACTIONS = ['add', 'remove', 'promote', 'demote'] as const
export type MemberAction = (typeof MEMBER_ACTIONS)[number]

/**
 * A person to add, remove, promote or demote, by the given JID. `account` is undefined for a person who is
 * not on WhatsApp.
 */
export interface Asked {
  jid: string
  account: Account | undefined
}

/** The outcome for one person: 200, or an error code. */
export interface MemberResult extends Asked {
  code: number
  /**
   * The personal invite code for a person who does not allow others to add them (code 403). `expiration` is
   * in Unix seconds.
   */
  addRequest?: { code: string; expiration: number }
}

/** The settings of a new group, and the key with which the creator recognises the group. */
export type CreationOptions = Partial<
  Pick<Group, 'announce' | 'locked' | 'ephemeral' | 'memberAddMode' | 'joinApproval'>
> & { key?: string | undefined }

/** Creates a group with all people who can be added. */
export function createGroup(
  world: Parts<'directory' | 'groups' | 'mailboxes'>,
  creator: string,
  subject: string,
  asked: Asked[],
  { key, ...settings }: CreationOptions = {},
): { group: Group; outcomes: MemberResult[] } {
  // The creator may be among the participants, but is a member only once.
  const others = asked.filter(({ account }) => account?.phone !== creator)
  const draft = { ...world.groups.draft(creator, subject), ...settings }
  const outcomes = judge(draft, 'add', creator, others)
  const group = withOutcomes(draft, 'add', outcomes)
  world.groups.save(group)
  const child = createNode(world, group, { type: 'new', key })
  announce(world, { after: group, actor: creator, child })
  return { group, outcomes }
}

/**
 * Adds, removes, promotes or demotes members, each with an outcome of its own.
 * @throws Refusal if the actor may change no member
 */
export function changeMembers(
  world: Parts<'directory' | 'groups' | 'mailboxes'>,
  group: Group,
  actor: string,
  action: MemberAction,
  asked: Asked[],
): MemberResult[] {
  const isOpen = action === 'add' && group.memberAddMode === 'all_member_add'
  if (!isAdmin(group, actor) && !(isOpen && memberOf(group, actor))) throw new Refusal(403)
  const outcomes = judge(group, action, actor, asked)
  const after = withOutcomes(group, action, outcomes)
  world.groups.save(after)
  const child = node(action, {}, participants(world, after, done(outcomes)))
  if (done(outcomes).length > 0) announce(world, { before: group, after, actor, child })
  return outcomes
}

/** Removes a member at the member's own request. If no admin remains, the oldest member becomes admin. */
export function leave(world: Parts<'directory' | 'groups' | 'mailboxes'>, group: Group, phone: string): void {
  const members = group.members.filter((member) => member.phone !== phone)
  const [oldest, ...rest] = members
  const isHeadless = oldest && !members.some(({ admin }) => admin)
  const left = { ...group, members }
  const gone = participantNode(world, group, { phone })
  announce(world, { before: group, after: left, actor: phone, child: node('remove', {}, [gone]) })
  const after: Group = isHeadless ? { ...left, members: [{ ...oldest, admin: 'admin' }, ...rest] } : left
  world.groups.save(after)
  if (!isHeadless) return
  const child = node('promote', {}, participants(world, after, [oldest.phone]))
  announce(world, { before: left, after, actor: oldest.phone, child })
}

/**
 * Adds an account that used an invite code, or that an admin approved.
 * @param admin the phone number of the approving admin
 * @throws Refusal 409 if the account is a member already
 */
export function join(
  world: Parts<'directory' | 'groups' | 'mailboxes'>,
  group: Group,
  phone: string,
  admin?: string,
): void {
  if (memberOf(group, phone)) throw new Refusal(409)
  const after = entered(group, [phone])
  world.groups.save(after)
  const attrs = { reason: admin === undefined ? 'invite' : undefined }
  const child = node('add', attrs, [participantNode(world, after, { phone })])
  announce(world, { before: group, after, actor: admin ?? phone, child })
}

/** Returns the group with more members, without their join requests and personal invite codes (`addRequests`). */
function entered(group: Group, phones: string[]): Group {
  const codes = Object.entries(group.addRequests).filter(([phone]) => !phones.includes(phone))
  return {
    ...group,
    members: [...group.members, ...phones.map((phone) => ({ phone }))],
    requests: group.requests.filter(({ phone }) => !phones.includes(phone)),
    addRequests: Object.fromEntries(codes),
  }
}

function judge(group: Group, action: MemberAction, actor: string, asked: Asked[]): MemberResult[] {
  return asked.map((each): MemberResult => {
    const code = verdict(group, action, actor, each.account)
    if (code !== 403) return { ...each, code }
    const expiration = nowSeconds() + ADD_REQUEST_SECONDS
    return { ...each, code, addRequest: { code: newInviteCode(), expiration } }
  })
}

function verdict(group: Group, action: MemberAction, actor: string, account: Account | undefined): number {
  const member = account && memberOf(group, account.phone)
  if (!account) return 404
  if (action === 'add') return member ? 409 : account.groupAdd === false ? 403 : 200
  if (!member) return 404
  // Only the creator can demote or remove the creator.
  const isUntouchable = member.admin === 'superadmin' && account.phone !== actor
  return isUntouchable && action !== 'promote' ? 406 : 200
}

function withOutcomes(group: Group, action: MemberAction, outcomes: MemberResult[]): Group {
  const phones = done(outcomes)
  if (action !== 'add') return { ...group, members: changed(group.members, action, phones) }
  const after = entered(group, phones)
  for (const { account, addRequest } of outcomes)
    if (account && addRequest) after.addRequests[account.phone] = addRequest
  return after
}

function changed(members: Member[], action: Exclude<MemberAction, 'add'>, phones: string[]): Member[] {
  if (action === 'remove') return members.filter(({ phone }) => !phones.includes(phone))
  return members.map((member): Member => {
    if (!phones.includes(member.phone)) return member
    return action === 'demote' ? { phone: member.phone } : { admin: 'admin', ...member }
  })
}

/** Returns each number with the outcome 200 once. */
function done(outcomes: MemberResult[]): string[] {
  return [
    ...new Set(outcomes.flatMap(({ code, account }) => (code === 200 && account ? [account.phone] : []))),
  ]
}

function participants(world: Parts<'directory'>, group: Group, phones: string[]): BinaryNode[] {
  return phones.map((phone) => participantNode(world, group, memberOf(group, phone) ?? { phone }))
}
