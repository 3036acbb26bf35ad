import { beforeAll, expect, it } from 'vitest'
import { eventually } from './support/eventually.ts'
import { useGateway } from './support/gateway.ts'

const gateway = useGateway()
const jid = (phone: string) => `${phone}@s.whatsapp.net`
let session = ''
let business = ''

beforeAll(async () => {
  const paired = await gateway.pair()
  session = paired.id
  business = paired.phone
})

/** A group that the session makes with these phones; its id. */
async function create(participants: string[], subject = 'Orders'): Promise<string> {
  const { status, body } = await gateway.api('POST', '/groups/create', { session, subject, participants })
  expect(status, JSON.stringify(body)).toBe(201)
  return body.data.id
}

const onPhone = async (phone: string, id: string) =>
  (await gateway.phones.call('GET', `/phones/${phone}/groups/${id}`)).body
const get = async (id: string) => (await gateway.api('GET', `/groups/${session}/${id}`)).body.data

it('makes a group, and tells of each participant whom WhatsApp did not take', async () => {
  const { api, phones } = gateway
  const [ahmet, shy] = [await phones.create(), await phones.create()]
  await phones.call('PUT', `/phones/${shy}`, { groupAdd: false })
  const body = { session, subject: 'Orders', participants: [`+${ahmet}`, shy, '905550000000'] }
  const { status, body: made } = await api('POST', '/groups/create', body)
  expect(status, JSON.stringify(made)).toBe(201)
  expect(made.data).toMatchObject({ subject: 'Orders', size: 2, owner: jid(business), announce: false })
  expect(made.data.results).toMatchObject([
    { participant: jid(ahmet), status: 'added' },
    { participant: jid(shy), status: 'invite_needed', code: '403', inviteCode: expect.any(String) },
    { participant: jid('905550000000'), status: 'not_on_whatsapp', code: '404' },
  ])
  expect(made.data.participants).toMatchObject([
    { jid: jid(business), phone: business, admin: 'superadmin' },
    { jid: jid(ahmet), phone: ahmet, admin: null },
  ])
  expect((await onPhone(ahmet, made.data.id)).subject).toBe('Orders')
  expect((await api('GET', `/groups/${session}`)).body.data).toContainEqual(
    expect.objectContaining({ id: made.data.id, subject: 'Orders', size: 2 }),
  )
})

it('adds, promotes, demotes and removes, each participant with its own outcome', async () => {
  const { api, phones } = gateway
  const [ahmet, ayse] = [await phones.create(), await phones.create()]
  const id = await create([ahmet])
  const change = async (action: string, participants: string[]) => {
    const { body } = await api('POST', `/groups/${id}/participants/${action}`, { session, participants })
    return body.data.map(({ status }: { status: string }) => status)
  }
  expect(await change('add', [ayse, ahmet])).toEqual(['added', 'already_member'])
  expect(await change('promote', [ayse])).toEqual(['promoted'])
  expect(await get(id)).toMatchObject({ size: 3, participants: [{}, {}, { phone: ayse, admin: 'admin' }] })
  expect(await change('demote', [ayse])).toEqual(['demoted'])
  expect(await change('remove', [ayse, '905550000000'])).toEqual(['removed', 'not_found'])
  expect(await get(id)).toMatchObject({ size: 2, participants: [{}, { phone: ahmet, admin: null }] })
  expect((await onPhone(ayse, id)).error.code).toBe('unknown_group')
})

it('lists what happens on the phone', async () => {
  const { phones } = gateway
  const ahmet = await phones.create()
  const { id } = (
    await phones.call('POST', `/phones/${ahmet}/groups`, { subject: 'Theirs', participants: [business] })
  ).body
  await eventually(async () => (await get(id))?.subject === 'Theirs')
  await phones.call('PUT', `/phones/${ahmet}/groups/${id}`, {
    subject: 'Ours',
    description: 'For us',
    locked: true,
  })
  await eventually(async () => (await get(id)).locked)
  expect(await get(id)).toMatchObject({ subject: 'Ours', description: 'For us' })
  const ayse = await phones.create()
  await phones.call('POST', `/phones/${ahmet}/groups/${id}/add`, { participants: [ayse] })
  await eventually(async () => (await get(id)).size === 3)
  await phones.call('POST', `/phones/${ahmet}/groups/${id}/remove`, { participants: [business] })
  await eventually(async () => (await gateway.api('GET', `/groups/${session}/${id}`)).status === 404)
})
