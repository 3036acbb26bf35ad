import { expect, it } from 'vitest'
import { useSharedGateway } from './support/gateway.ts'

const gateway = useSharedGateway()
const CSV = { 'content-type': 'text/csv; charset=utf-8' }

const post = (body: unknown, query = '', headers = {}) =>
  gateway.api('POST', `/broadcast/lists${query}`, body, headers)
const recipientsOf = async (id: string, query = '') =>
  (await gateway.api('GET', `/broadcast/lists/${id}/recipients${query}`)).body

it('accepts 10,000 recipients in one call, as JSON and as CSV, and pages through them in order', async () => {
  const phones = Array.from({ length: 10_000 }, (_, index) => String(905550000000 + index))
  const asJson = await post({ name: 'JSON', recipients: phones.map((phone) => ({ phone })) })
  expect([asJson.status, asJson.body.data.recipients]).toEqual([201, 10_000])
  const asCsv = await post(`phone\n${phones.join('\n')}\n`, '?name=CSV', CSV)
  expect([asCsv.status, asCsv.body.data.recipients]).toEqual([201, 10_000])
  for (const { id } of [asJson.body.data, asCsv.body.data]) {
    const first = await recipientsOf(id, '?limit=100')
    const second = await recipientsOf(id, `?limit=100&cursor=${first.pagination.nextCursor}`)
    const seen = [...first.data, ...second.data].map(({ phone }: { phone: string }) => phone)
    expect(seen).toEqual(phones.slice(0, 200))
  }
})

it.each([
  ['more than that as JSON', { name: 'x', recipients: Array(10_001).fill({ phone: '905550000000' }) }, {}],
  ['more than that as CSV', `phone\n${'905550000000\n'.repeat(10_001)}`, CSV],
  ['CSV without a column of numbers', 'name\nAyşe\n', CSV],
  ['CSV with a character that can not be stored', 'phone,name\n905550000000,\0\n', CSV],
  ['a recipient without a number', { name: 'x', recipients: [{ name: 'Ayşe' }] }, {}],
])('refuses %s', async (_, body, headers) => {
  const { status, body: answer } = await post(body, '?name=x', headers)
  expect([status, answer.error.code]).toEqual([400, 'VALIDATION_ERROR'])
})

it('asks for the name of a list that is sent as CSV', async () => {
  const { body } = await post('phone\n905550000000\n', '', CSV)
  expect(body.error.details).toMatchObject([{ path: 'name' }])
})

it('reports invalid numbers with their line, and accepts the others', async () => {
  const { body } = await post({
    name: 'Mixed',
    recipients: [{ phone: '12' }, { phone: '+90 555 123 45 67' }],
  })
  expect(body.data).toMatchObject({
    recipients: 1,
    import: { accepted: 1, duplicates: 0, rejected: [{ line: 1, phone: '12' }] },
  })
})

it('is renamed, extended, reduced, replaced and deleted', async () => {
  const recipients = [{ phone: '905550000001', name: 'Ayşe' }, { phone: '905550000002' }]
  const { id } = (await post({ name: 'First', recipients })).body.data
  const patch = async (body: unknown, headers = {}) =>
    (await gateway.api('PATCH', `/broadcast/lists/${id}`, body, headers)).body.data
  const phones = async () => (await recipientsOf(id)).data.map(({ phone }: { phone: string }) => phone)

  expect(await patch({ name: 'Second' })).toMatchObject({ name: 'Second', recipients: 2 })
  await patch({
    add: [{ phone: '905550000003' }, { phone: '905550000001', name: 'Fatma' }],
    remove: ['+905550000002'],
  })
  expect((await recipientsOf(id)).data).toMatchObject([
    { phone: '905550000001', name: 'Fatma' },
    { phone: '905550000003', name: null },
  ])
  await patch('phone\n905550000004\n', CSV)
  expect(await phones()).toEqual(['905550000004'])
  expect(await patch({ recipients: [] })).toMatchObject({ name: 'Second', recipients: 0 })

  expect((await gateway.api('DELETE', `/broadcast/lists/${id}`)).body.data).toEqual({ id, deleted: true })
  expect((await gateway.api('GET', `/broadcast/lists/${id}`)).status).toBe(404)
  expect((await gateway.api('DELETE', `/broadcast/lists/${id}`)).status).toBe(404)
})

it('merges a recipient that is added again, and accepts recipients in the format of its responses', async () => {
  const ayse = { phone: '905550000001', name: 'Ayşe', surname: null, variables: { city: 'İzmir', a: '1' } }
  const { id } = (await post({ name: 'Twice', recipients: [ayse] })).body.data
  const add = [{ phone: ayse.phone, surname: 'Yılmaz', variables: { a: '2' } }]
  await gateway.api('PATCH', `/broadcast/lists/${id}`, { add })
  expect((await recipientsOf(id)).data).toEqual([
    { ...ayse, surname: 'Yılmaz', variables: { city: 'İzmir', a: '2' } },
  ])
})

it('is created once under one Idempotency-Key', async () => {
  const key = { 'Idempotency-Key': 'list-1', ...CSV }
  const [first, second] = [
    await post('phone\n905550000000\n', '?name=Once', key),
    await post('phone\n905550000000\n', '?name=Once', key),
  ]
  expect(second.body.data).toEqual(first.body.data)
  const { data } = (await gateway.api('GET', '/broadcast/lists')).body
  expect(data.filter(({ name }: { name: string }) => name === 'Once')).toHaveLength(1)
})
