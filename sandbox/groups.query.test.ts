import type { BinaryNode } from '@whiskeysockets/baileys'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Client, call, until } from './client.fixture.ts'
import { groups, newGroup, pn, refusal } from './groups.fixture.ts'
import { Stage } from './stage.fixture.ts'

describe('a companion in groups', () => {
  let stage: Stage
  let ann: string
  let bob: string
  let cleo: string
  let dan: string
  let client: Client
  let other: Client

  beforeAll(async () => {
    stage = await Stage.open()
    ;[ann, bob, cleo, dan] = [
      await stage.phone(),
      await stage.phone(),
      await stage.phone(),
      await stage.phone(),
    ]
    client = await stage.paired(ann)
    other = await stage.paired(bob)
  })
  afterAll(() => stage.close())

  const create = async (...members: string[]) =>
    (await client.sock?.groupCreate('Mine', members.map(pn)))?.id ?? ''
  const changes = (to: Client, id: string, action: string) =>
    to.participants.filter((each) => each.id === id && each.action === action)
  const statuses = async (
    id: string,
    action: 'add' | 'remove' | 'promote' | 'demote',
    who: Client,
    ...phones: string[]
  ) => (await who.sock?.groupParticipantsUpdate(id, phones.map(pn), action))?.map(({ status }) => status)

  it('creates a group with all people who can be added', async () => {
    await call(stage.sandbox, 'PUT', `/phones/${dan}`, { groupAdd: false })
    const made = await client.sock?.groupCreate('Mine', [pn(bob), pn(dan), pn('15569999999')])
    const id = made?.id ?? ''
    expect(made).toMatchObject({ subject: 'Mine', addressingMode: 'lid', ownerPn: pn(ann) })
    const metadata = await client.sock?.groupMetadata(id)
    expect(metadata?.participants).toMatchObject([
      { phoneNumber: pn(ann), admin: 'superadmin' },
      { phoneNumber: pn(bob), admin: null },
    ])
    for (const each of [client, other])
      await until('the new group', () =>
        each.groups.find((group) => group.id === id && group.event === 'upsert'),
      )
    expect(Object.keys((await other.sock?.groupFetchAllParticipating()) ?? {})).toContain(id)

    const answer = await client.sock?.groupParticipantsUpdate(id, [pn(dan)], 'add')
    expect(answer).toMatchObject([{ status: '403', content: { content: [{ tag: 'add_request' }] } }])
    await call(stage.sandbox, 'PUT', `/phones/${dan}`, { groupAdd: true })
  })

  it('changes members with one outcome for each, and all members are notified', async () => {
    const id = await create(bob)
    expect(await statuses(id, 'add', client, cleo, bob, '15569999999')).toEqual(['200', '409', '404'])
    expect(await statuses(id, 'promote', client, cleo, dan)).toEqual(['200', '404'])
    expect(await statuses(id, 'demote', client, cleo)).toEqual(['200'])
    expect(await statuses(id, 'remove', client, cleo, dan)).toEqual(['200', '404'])
    for (const each of [client, other])
      for (const action of ['add', 'promote', 'demote', 'remove']) {
        const update = await until(`${action}`, () => changes(each, id, action)[0])
        expect(update.participants).toMatchObject([{ phoneNumber: pn(cleo) }])
        expect(update.author).toMatch(/@lid$/)
      }
  })

  it('changes subject, description and settings', async () => {
    const id = await create(bob)
    const { sock } = client
    await sock?.groupUpdateSubject(id, 'Yours')
    await sock?.groupUpdateDescription(id, 'About us')
    await sock?.groupUpdateDescription(id, 'About all of us')
    await sock?.groupSettingUpdate(id, 'announcement')
    await sock?.groupSettingUpdate(id, 'locked')
    await sock?.groupToggleEphemeral(id, 86_400)
    await sock?.groupMemberAddMode(id, 'all_member_add')
    await sock?.groupJoinApprovalMode(id, 'on')
    expect(await other.sock?.groupMetadata(id)).toMatchObject({
      subject: 'Yours',
      desc: 'About all of us',
      announce: true,
      restrict: true,
      ephemeralDuration: 86_400,
      memberAddMode: true,
      joinApprovalMode: true,
    })
    const fields = ['subject', 'desc', 'announce', 'restrict', 'memberAddMode', 'joinApprovalMode'] as const
    for (const field of fields)
      await until(field, () =>
        other.groups.find((each) => each.id === id && each.event === 'update' && field in each),
      )
    const { body } = await call(stage.sandbox, 'GET', `/phones/${bob}/groups/${id}`)
    expect(body).toMatchObject({
      subject: 'Yours',
      description: 'About all of us',
      locked: true,
      ephemeral: 86_400,
    })

    await sock?.groupUpdateDescription(id)
    await sock?.groupSettingUpdate(id, 'not_announcement')
    await sock?.groupToggleEphemeral(id, 0)
    expect(await sock?.groupMetadata(id)).toMatchObject({ announce: false })
    expect((await sock?.groupMetadata(id))?.desc).toBeUndefined()
    const stale = {
      tag: 'description',
      attrs: { id: 'X', prev: 'old' },
      content: [{ tag: 'body', attrs: {}, content: Buffer.from('x') }],
    }
    const query = sock?.query({ tag: 'iq', attrs: { type: 'set', xmlns: 'w:g2', to: id }, content: [stale] })
    expect(await refusal(query)).toBe(409)
  })

  it('is notified with a version when only admins may write', async () => {
    const id = await create(bob)
    const versions: Record<string, string | undefined> = {}
    other.sock?.ws.on('CB:notification,type:w:gp2', ({ content }: BinaryNode) => {
      for (const { tag, attrs } of Array.isArray(content) ? content : []) versions[tag] = attrs.v_id
    })
    for (const setting of ['announcement', 'not_announcement'] as const) {
      await client.sock?.groupSettingUpdate(id, setting)
      await until('the notification', () => setting in versions)
      expect(versions[setting]).toMatch(/^\d+$/)
    }
  })

  it('gets 403 for an operation of admins, and 404 for a group of others', async () => {
    const id = await create(bob)
    await client.sock?.groupSettingUpdate(id, 'locked')
    const { sock } = other
    for (const attempt of [
      () => sock?.groupParticipantsUpdate(id, [pn(cleo)], 'add'),
      () => sock?.groupParticipantsUpdate(id, [pn(ann)], 'remove'),
      () => sock?.groupUpdateSubject(id, 'No'),
      () => sock?.groupUpdateDescription(id, 'No'),
      () => sock?.groupSettingUpdate(id, 'unlocked'),
      () => sock?.groupToggleEphemeral(id, 1),
      () => sock?.groupInviteCode(id),
      () => sock?.groupRevokeInvite(id),
    ])
      expect(await refusal(attempt())).toBe(403)
    await groups(stage, 'POST', ann, `/${id}/promote`, { participants: [bob] })
    expect(await statuses(id, 'remove', other, ann)).toEqual(['406'])
    const foreign = await newGroup(stage, cleo, [dan])
    for (const jid of [foreign, '120363999999999999@g.us']) {
      expect(await refusal(sock?.groupMetadata(jid))).toBe(404)
      expect(await refusal(sock?.groupUpdateSubject(jid, 'No'))).toBe(404)
      expect(await refusal(sock?.groupLeave(jid))).toBe(404)
    }
    const update = await call(stage.sandbox, 'PUT', `/phones/${bob}/groups/${foreign}`, { subject: 'No' })
    expect([update.status, update.body]).toMatchObject([404, { error: { code: 'unknown_group' } }])
    const change = await groups(stage, 'POST', dan, `/${foreign}/remove`, { participants: [cleo] })
    expect([change.status, change.body]).toMatchObject([403, { error: { code: 'not_admin' } }])
  })

  it('joins a group by its invite code, and leaves the group', async () => {
    const id = await newGroup(stage, cleo, [dan])
    await groups(stage, 'POST', cleo, `/${id}/add`, { participants: [ann] })
    await groups(stage, 'POST', cleo, `/${id}/promote`, { participants: [ann] })
    const old = (await client.sock?.groupInviteCode(id)) ?? ''
    const code = (await client.sock?.groupRevokeInvite(id)) ?? ''
    expect(code).not.toBe(old)
    expect(await refusal(other.sock?.groupAcceptInvite(old))).toBe(410)
    expect(await refusal(other.sock?.groupAcceptInvite('nonsense'))).toBe(406)
    expect(await other.sock?.groupGetInviteInfo(code)).toMatchObject({ id })
    expect(await other.sock?.groupAcceptInvite(code)).toBe(id)
    expect(await refusal(other.sock?.groupAcceptInvite(code))).toBe(409)
    await until(
      'the new member',
      () => changes(client, id, 'add').at(-1)?.participants[0]?.phoneNumber === pn(bob),
    )
    await until('the new member', () => changes(other, id, 'add')[0])
    await client.send(id, 'to the new member')
    await until('a text', () => other.texts().includes('to the new member'))

    await other.sock?.groupLeave(id)
    await until('the removal', () => changes(client, id, 'remove')[0])
    expect(await refusal(other.sock?.groupMetadata(id))).toBe(404)
    const { body } = await groups(stage, 'POST', cleo, `/${id}/leave`)
    expect(body).toEqual({ left: id })
    await groups(stage, 'POST', ann, `/${id}/leave`)
    const { body: rest } = await call(stage.sandbox, 'GET', `/phones/${dan}/groups/${id}`)
    expect(rest).toMatchObject({ participants: [{ phone: dan, admin: 'admin' }] })
  })

  it('approves and rejects join requests, and a personal code admits its owner', async () => {
    const id = await create(bob)
    await client.sock?.groupJoinApprovalMode(id, 'on')
    const code = (await client.sock?.groupInviteCode(id)) ?? ''
    for (const phone of [cleo, dan]) {
      const { body } = await groups(stage, 'POST', phone, '/join', { inviteCode: code })
      expect(body).toEqual({ requested: id })
    }
    await until('the request', () =>
      client.requests.find((each) => each.id === id && each.action === 'created'),
    )
    const waiting = await client.sock?.groupRequestParticipantsList(id)
    expect(waiting?.map((each) => each.phone_number)).toEqual([pn(cleo), pn(dan)])
    expect(await refusal(other.sock?.groupRequestParticipantsList(id))).toBe(403)
    const approved = await client.sock?.groupRequestParticipantsUpdate(id, [pn(cleo)], 'approve')
    const rejected = await client.sock?.groupRequestParticipantsUpdate(id, [pn(dan), pn(bob)], 'reject')
    expect([approved, rejected]).toMatchObject([[{ status: '200' }], [{ status: '200' }, { status: '404' }]])
    await until('the new member', () => changes(client, id, 'add')[0])

    await call(stage.sandbox, 'PUT', `/phones/${dan}`, { groupAdd: false })
    const { body } = await groups(stage, 'POST', ann, `/${id}/add`, { participants: [dan] })
    const [result] = body.results
    expect(result).toMatchObject({ phone: dan, status: 403 })
    const joined = await groups(stage, 'POST', dan, '/join', { inviteCode: result?.inviteCode })
    expect(joined.body.participants.map(({ phone }) => phone)).toEqual([ann, bob, cleo, dan])
  })

  it('joins a group by the invite in a message', async () => {
    await call(stage.sandbox, 'PUT', `/phones/${bob}`, { groupAdd: false })
    const id = await create(cleo)
    const { body } = await groups(stage, 'POST', ann, `/${id}/add`, { participants: [bob] })
    const inviteCode = body.results[0]?.inviteCode ?? ''
    const invite = { groupJid: id, inviteCode, inviteExpiration: 0 }
    const wrong = other.sock?.groupAcceptInviteV4(pn(ann), { ...invite, inviteCode: 'nonsense' })
    expect(await refusal(wrong)).toBe(410)
    expect(await other.sock?.groupAcceptInviteV4(pn(ann), invite)).toBe(id)
    expect(await other.sock?.groupMetadata(id)).toMatchObject({ size: 3 })
    expect(await refusal(client.sock?.groupUpdateSubject(id, ''))).toBe(406)
  })
})
