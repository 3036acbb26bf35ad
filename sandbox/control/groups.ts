import { Hono } from 'hono'
import { z } from 'zod'
import { SandboxError } from '../errors.ts'
import { type Group, memberOf } from '../groups/group.ts'
import { changeMembers, createGroup, join, leave, MEMBER_ACTIONS } from '../groups/members.ts'
import { invitedBy } from '../groups/query.ts'
import { Refusal } from '../groups/refusal.ts'
import { knock } from '../groups/requests.ts'
import { MAX_SUBJECT, setDescription, setSetting, setSubject } from '../groups/settings.ts'
import type { Phone } from '../phones/phone.ts'
import type { Parts } from '../world.ts'
import { phoneNumber, readBody } from './body.ts'
import { asked, present, result } from './group-view.ts'

const MAX_PARTICIPANTS_A_REQUEST = 1023
const subject = z.string().min(1).max(MAX_SUBJECT)
const participants = z.array(phoneNumber).max(MAX_PARTICIPANTS_A_REQUEST)

const bodies = {
  create: z.strictObject({ subject, participants: participants.default([]) }),
  join: z.strictObject({ inviteCode: z.string().min(1) }),
  members: z.strictObject({ participants: participants.min(1) }),
  change: z
    .strictObject({
      subject,
      // An empty description removes the old one.
      description: z.string().max(2048),
      announce: z.boolean(),
      locked: z.boolean(),
      // In seconds; 0 keeps messages.
      ephemeral: z.number().int().min(0).max(31_536_000),
      addressing: z.enum(['lid', 'pn']),
      // True: the group's stanzas carry no pairs of LIDs and numbers.
      hidesPairs: z.boolean(),
    })
    .partial(),
}

/** Creates the routes of `/phones/:phone/groups`: the groups of a phone, and the actions of its owner. */
export function groupRoutes(world: Parts<'directory' | 'groups' | 'mailboxes' | 'phones' | 'state'>): Hono {
  const app = new Hono()
  const find = (number: string) => world.phones.get(number.replace(/^\+/, ''))

  app.get('/:phone/groups', (c) => {
    const { number } = find(c.req.param('phone'))
    return c.json(world.groups.of(number).map((group) => present(group, number)))
  })
  app.post('/:phone/groups', async (c) => {
    const phone = find(c.req.param('phone'))
    const body = await readBody(c.req.raw, bodies.create)
    const { group, outcomes } = await act(world, phone, () =>
      createGroup(world, phone.number, body.subject, asked(world, body.participants)),
    )
    return c.json({ ...present(group, phone.number), results: outcomes.map(result) }, 201)
  })
  app.post('/:phone/groups/join', async (c) => {
    const phone = find(c.req.param('phone'))
    const { inviteCode } = await readBody(c.req.raw, bodies.join)
    const id = await act(world, phone, () => enter(world, phone.number, inviteCode))
    const group = groupSeenBy(world, id, phone.number)
    return c.json(group ? present(group, phone.number) : { requested: id })
  })
  app.get('/:phone/groups/:id', (c) => {
    const phone = find(c.req.param('phone'))
    return c.json(present(groupOf(world, phone, c.req.param('id')), phone.number))
  })
  app.put('/:phone/groups/:id', async (c) => {
    const phone = find(c.req.param('phone'))
    const body = await readBody(c.req.raw, bodies.change)
    const group = await act(world, phone, () =>
      change(world, phone, groupOf(world, phone, c.req.param('id')), body),
    )
    return c.json(present(group, phone.number))
  })
  for (const action of MEMBER_ACTIONS)
    app.post(`/:phone/groups/:id/${action}`, async (c) => {
      const phone = find(c.req.param('phone'))
      const body = await readBody(c.req.raw, bodies.members)
      const before = groupOf(world, phone, c.req.param('id'))
      const outcomes = await act(world, phone, () =>
        changeMembers(
          world,
          groupOf(world, phone, before.id),
          phone.number,
          action,
          asked(world, body.participants),
        ),
      )
      const after = world.groups.find(before.id) ?? { ...before, members: [] }
      return c.json({ ...present(after, phone.number), results: outcomes.map(result) })
    })
  app.post('/:phone/groups/:id/leave', async (c) => {
    const phone = find(c.req.param('phone'))
    const group = groupOf(world, phone, c.req.param('id'))
    await act(world, phone, () => leave(world, groupOf(world, phone, group.id), phone.number))
    return c.json({ left: group.id })
  })
  return app
}

/**
 * Runs a group operation and resolves when the state file has the change.
 * @throws SandboxError `not_admin`, `group_refused` or `phone_offline`
 */
async function act<T>(world: Parts<'state'>, phone: Phone, job: () => T): Promise<T> {
  try {
    const done = await phone.act(job)
    await world.state.flushed()
    return done
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    if (error.code === 403)
      throw new SandboxError(
        'not_admin',
        `${phone.number} is not an admin of this group. Use the phone of an admin.`,
      )
    throw new SandboxError(
      'group_refused',
      `WhatsApp refuses the operation with ${error.code} ${error.message}.`,
    )
  }
}

/**
 * Joins a group by the code of its invite link, or by the account's personal invite code (`addRequests`).
 * @returns the id of the group
 */
function enter(world: Parts<'directory' | 'groups' | 'mailboxes'>, number: string, code: string): string {
  const personal = world.groups.all().find(({ addRequests }) => addRequests[number]?.code === code)
  const group = personal ?? invitedBy(world, code)
  if (personal) join(world, group, number)
  else knock(world, group, number)
  return group.id
}

function groupSeenBy(world: Parts<'groups'>, id: string, number: string): Group | undefined {
  const group = world.groups.find(id)
  return group && memberOf(group, number) ? group : undefined
}

/**
 * Returns a group of which the phone is a member.
 * @throws SandboxError `unknown_group`
 */
function groupOf(world: Parts<'groups'>, phone: Phone, id: string): Group {
  const group = groupSeenBy(world, id, phone.number)
  if (group) return group
  throw new SandboxError('unknown_group', `${phone.number} is not a member of group ${id}.`)
}

function change(
  world: Parts<'directory' | 'groups' | 'mailboxes'>,
  { number }: Phone,
  before: Group,
  body: z.infer<typeof bodies.change>,
): Group {
  const { subject, description, announce, locked, ephemeral, addressing, hidesPairs } = body
  let group = before
  // WhatsApp's server itself changes the addressing of a group, and notifies nobody.
  if (addressing !== undefined || hidesPairs !== undefined) {
    group = {
      ...group,
      ...(addressing && { addressing }),
      ...(hidesPairs !== undefined && { hidesPairs }),
    }
    world.groups.save(group)
  }
  if (subject !== undefined) group = setSubject(world, group, number, subject)
  if (description !== undefined)
    group = setDescription(world, group, number, { text: description }, group.description?.id)
  if (announce !== undefined) group = setSetting(world, group, number, 'announce', announce)
  if (locked !== undefined) group = setSetting(world, group, number, 'locked', locked)
  if (ephemeral !== undefined) group = setSetting(world, group, number, 'ephemeral', ephemeral)
  return group
}
