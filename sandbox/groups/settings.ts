import type { BinaryNode } from '@whiskeysockets/baileys'
import { nanoid } from 'nanoid'
import { node, nowSeconds } from '../server/nodes.ts'
import type { Parts } from '../world.ts'
import { announce } from './announce.ts'
import { approvalNode, descriptionNode, namesIn } from './describe.ts'
import { type Group, isAdmin, memberOf } from './group.ts'
import { newInviteCode } from './groups.ts'
import { Refusal } from './refusal.ts'

export const MAX_SUBJECT = 100

/** The settings of a group, each with the node of its notification. */
const SETTINGS = {
  /** whatsmeow drops a notification of a changed `announce` without `v_id`. */
  announce: (isOn: boolean) => node(isOn ? 'announcement' : 'not_announcement', { v_id: String(Date.now()) }),
  locked: (isOn: boolean) => node(isOn ? 'locked' : 'unlocked'),
  ephemeral: (seconds: number) =>
    seconds ? node('ephemeral', { expiration: String(seconds) }) : node('not_ephemeral'),
  memberAddMode: (mode: Group['memberAddMode']) => node('member_add_mode', {}, Buffer.from(mode)),
  joinApproval: approvalNode,
}
type SettingName = keyof typeof SETTINGS

/**
 * Changes one setting.
 * @throws Refusal 403 if the actor may not change the setting
 */
export function setSetting<N extends SettingName>(
  world: Parts<'directory' | 'groups' | 'mailboxes'>,
  group: Group,
  actor: string,
  name: N,
  value: Group[N],
): Group {
  if (name === 'ephemeral') requireEditor(group, actor)
  else requireAdmin(group, actor)
  const say = SETTINGS[name] as (value: Group[N]) => BinaryNode
  const time = name === 'ephemeral' ? { ephemeralTime: nowSeconds() } : {}
  return commit(world, group, { ...group, ...time, [name]: value }, actor, say(value))
}

/**
 * Returns a subject that a client sent.
 * @throws Refusal 406 if the subject is empty or too long
 */
export function checkedSubject(subject: string): string {
  if (subject === '' || subject.length > MAX_SUBJECT) throw new Refusal(406)
  return subject
}

export function setSubject(
  world: Parts<'directory' | 'groups' | 'mailboxes'>,
  group: Group,
  actor: string,
  subject: string,
): Group {
  requireEditor(group, actor)
  const [subjectAuthor, subjectTime] = [actor, nowSeconds()]
  const { jid, pn } = namesIn(world, group, actor)
  const child = node('subject', { subject, s_o: jid, s_o_pn: pn, s_t: String(subjectTime) })
  return commit(world, group, { ...group, subject, subjectAuthor, subjectTime }, actor, child)
}

/**
 * Sets or removes the description.
 * @param previous the id of the description that the actor saw
 * @throws Refusal 409 if another member has changed the description in between
 */
export function setDescription(
  world: Parts<'directory' | 'groups' | 'mailboxes'>,
  group: Group,
  actor: string,
  next: { id?: string | undefined; text: string } | undefined,
  previous: string | undefined,
): Group {
  requireEditor(group, actor)
  if (previous !== group.description?.id) throw new Refusal(409)
  const { description: _old, ...rest } = group
  const { id = nanoid(), text } = next ?? { text: '' }
  const after: Group = text ? { ...rest, description: { id, text, author: actor, time: nowSeconds() } } : rest
  const [child = node('description', { delete: 'true', id })] = descriptionNode(world, after)
  return commit(world, group, after, actor, child)
}

/** Replaces the invite code, and revokes the old code. */
export function revokeInvite(
  world: Parts<'directory' | 'groups' | 'mailboxes'>,
  group: Group,
  actor: string,
): Group {
  requireAdmin(group, actor)
  const invite = newInviteCode()
  const after = { ...group, invite, revokedInvites: [...group.revokedInvites, group.invite] }
  return commit(world, group, after, actor, node('invite', { code: invite }))
}

export function requireAdmin(group: Group, actor: string): void {
  if (!isAdmin(group, actor)) throw new Refusal(403)
}

/**
 * Requires an admin in a locked group, and any member otherwise.
 * @throws Refusal 403
 */
export function requireEditor(group: Group, actor: string): void {
  if (group.locked || !memberOf(group, actor)) requireAdmin(group, actor)
}

function commit(
  world: Parts<'directory' | 'groups' | 'mailboxes'>,
  before: Group,
  after: Group,
  actor: string,
  child: BinaryNode,
): Group {
  world.groups.save(after)
  announce(world, { before, after, actor, child })
  return after
}
