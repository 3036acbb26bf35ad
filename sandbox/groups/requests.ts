import { node, nowSeconds } from '../server/nodes.ts'
import type { Parts } from '../world.ts'
import { announce } from './announce.ts'
import { participantNode } from './describe.ts'
import { type Group, isAdmin, memberOf } from './group.ts'
import { type Asked, join, type MemberResult } from './members.ts'
import { Refusal } from './refusal.ts'

/**
 * Handles the use of an invite link. If admins decide, the account gets a join request instead of a
 * membership.
 * @returns true if the account is a member now
 * @throws Refusal 409 if the account was a member already
 */
export function knock(
  world: Parts<'directory' | 'groups' | 'mailboxes'>,
  group: Group,
  phone: string,
): boolean {
  if (!group.joinApproval || memberOf(group, phone)) {
    join(world, group, phone)
    return true
  }
  if (group.requests.some((request) => request.phone === phone)) return false
  const after = { ...group, requests: [...group.requests, { phone, time: nowSeconds() }] }
  world.groups.save(after)
  const child = node('created_membership_requests', { request_method: 'invite_link' }, [
    participantNode(world, after, { phone }),
  ])
  announce(world, { after, actor: phone, child, to: admins(after) })
  return false
}

/** Applies an admin's decision to join requests. The outcome of a person without a join request is 404. */
export function decide(
  world: Parts<'directory' | 'groups' | 'mailboxes'>,
  { id }: Group,
  actor: string,
  action: 'approve' | 'reject',
  asked: Asked[],
): MemberResult[] {
  return asked.map((each) => {
    const group = world.groups.find(id)
    const phone = each.account?.phone
    if (!group || !isAdmin(group, actor)) throw new Refusal(403)
    const request = group.requests.find((waiting) => waiting.phone === phone)
    if (!request) return { ...each, code: 404 }
    if (action === 'approve') join(world, group, request.phone, actor)
    else reject(world, group, actor, request.phone)
    return { ...each, code: 200 }
  })
}

function reject(
  world: Parts<'directory' | 'groups' | 'mailboxes'>,
  group: Group,
  actor: string,
  phone: string,
): void {
  const after = { ...group, requests: group.requests.filter((request) => request.phone !== phone) }
  world.groups.save(after)
  const child = node('revoked_membership_requests', {}, [participantNode(world, after, { phone })])
  announce(world, { after, actor, child, to: admins(after) })
}

function admins(group: Group): string[] {
  return group.members.filter(({ admin }) => admin).map(({ phone }) => phone)
}
