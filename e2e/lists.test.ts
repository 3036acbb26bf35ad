import { describe, expect, it } from 'vitest'
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

it.each<[string, unknown, Record<string, string>, object]>([
  [
    'JSON',
    { name: 'x', recipients: [{ phone: '12' }, { phone: '120363041234567890@g.us' }] },
    {},
    [{ path: 'recipients.0.phone' }, { path: 'recipients.1.phone' }],
  ],
  ['CSV', 'phone\n\n12\n', CSV, [{ path: 'recipients', message: expect.stringContaining('Line 3: ') }]],
  ['CSV without rows', 'phone\n', CSV, [{ path: '' }]],
  ['numbers under another name', { name: 'x', phones: ['905550000000'] }, {}, [{ path: 'phones' }]],
])('creates no list if it accepts no recipient of %s', async (_, given, headers, details) => {
  const { status, body } = await post(given, typeof given === 'string' ? '?name=None' : '', headers)
  expect([status, body.error.code]).toEqual([400, 'VALIDATION_ERROR'])
  expect(body.error.details).toMatchObject(details)
  const { data } = (await gateway.api('GET', '/broadcast/lists')).body
  expect(data.map(({ name }: { name: string }) => name)).not.toContain('None')
})

it('changes nothing if it accepts no recipient of an update, and reports the rejected rows otherwise', async () => {
  const { id } = (await post({ name: 'Kept', recipients: [{ phone: '905550000001' }] })).body.data
  const patch = (body: unknown, headers = {}) => gateway.api('PATCH', `/broadcast/lists/${id}`, body, headers)
  for (const [given, path] of [
    [{ name: 'Lost', recipients: [{ phone: '12' }] }, 'recipients.0.phone'],
    [{ name: 'Lost', recipients: [{ phone: '905550000002' }], add: [{ phone: '12' }] }, 'add.0.phone'],
    [{ name: 'Lost', add: [{ phone: '12' }], remove: ['905550000001'] }, 'add.0.phone'],
  ] as const) {
    const { status, body } = await patch(given)
    expect([status, body.error.details[0].path]).toEqual([400, path])
  }
  expect((await patch('phone\n12\n', CSV)).status).toBe(400)
  expect((await patch('phone\n', CSV)).status).toBe(400)
  expect((await gateway.api('GET', `/broadcast/lists/${id}`)).body.data).toMatchObject({
    name: 'Kept',
    recipients: 1,
  })
  const { body } = await patch('phone\n12\n905550000003\n', CSV)
  expect(body.data).toMatchObject({
    recipients: 1,
    import: { accepted: 1, rejected: [{ line: 2, phone: '12' }] },
  })
})

it('numbers the rejected recipients of each field of an update by itself', async () => {
  const { id } = (await post({ name: 'Fields', recipients: [] })).body.data
  const [good, bad] = [{ phone: '905550000001' }, { phone: '12' }]
  const rejected = async (given: object) =>
    (await gateway.api('PATCH', `/broadcast/lists/${id}`, given)).body.data.import.rejected
  const both = await rejected({ recipients: [good, bad], add: [bad, { ...bad, line: 7 }, good] })
  expect(both).toMatchObject([
    { line: 2, phone: '12', message: expect.stringMatching(/^recipients: /) },
    { line: 1, phone: '12', message: expect.stringMatching(/^add: /) },
    { line: 7, phone: '12', message: expect.stringMatching(/^add: /) },
  ])
  expect(await rejected({ add: [good, bad] })).toMatchObject([
    { line: 2, message: expect.not.stringMatching(/^add: /) },
  ])
})

it('keeps the variables of a recipient that is added again with empty values', async () => {
  const phone = '905550000001'
  const recipients = [
    { phone, variables: { city: 'İzmir', code: 'A1' } },
    { phone, variables: { city: ' ' } },
  ]
  const { id } = (await post({ name: 'Empty', recipients })).body.data
  const add = [{ phone, variables: { code: '', extra: '' } }]
  await gateway.api('PATCH', `/broadcast/lists/${id}`, { add })
  expect((await recipientsOf(id)).data).toMatchObject([{ variables: { city: 'İzmir', code: 'A1' } }])
})

it('reads JIDs and LIDs as JSON and as CSV, and removes them', async () => {
  const lid = '123456789012345@lid'
  const recipients = [
    { phone: '905550000001@s.whatsapp.net', name: 'Ayşe' },
    { phone: lid },
    { phone: '905550000001' },
  ]
  const { data } = (await post({ name: 'JIDs', recipients })).body
  expect(data).toMatchObject({ recipients: 2, import: { accepted: 2, duplicates: 1 } })
  await gateway.api('PATCH', `/broadcast/lists/${data.id}`, {
    add: [{ phone: lid, name: 'Hidden' }],
    remove: ['905550000001@s.whatsapp.net'],
  })
  expect((await recipientsOf(data.id)).data).toMatchObject([{ phone: lid, name: 'Hidden' }])
  await gateway.api(
    'PATCH',
    `/broadcast/lists/${data.id}`,
    `phone\n905550000002@s.whatsapp.net\n${lid}\n`,
    CSV,
  )
  expect((await recipientsOf(data.id)).data).toMatchObject([{ phone: '905550000002' }, { phone: lid }])
})

describe('a CSV file of Excel', () => {
  const TEXT = 'sep=;\r\nphone;name\r\n905551234567;Ayşe\r\n'
  const upload = async (
    bytes: Uint8Array<ArrayBuffer>,
    type: string,
    path = '/broadcast/lists?name=Excel',
    further = {},
  ) => {
    const method = path.includes('name=') ? 'POST' : 'PUT'
    const headers = { 'x-api-key': gateway.info.apiKey, 'content-type': type, ...further }
    const response = await fetch(`${gateway.info.baseUrl}/api/v1${path}`, { method, headers, body: bytes })
    return { status: response.status, body: JSON.parse(await response.text()) }
  }
  const turkish = Uint8Array.from(TEXT, (letter) => (letter === 'ş' ? 0xfe : letter.charCodeAt(0)))

  it.each([
    ['UTF-16', Uint8Array.from(Buffer.from(`\uFEFF${TEXT}`, 'utf16le')), 'text/csv'],
    ['the Turkish code page', turkish, 'text/csv; charset=windows-1254'],
    ['the Turkish code page with the type of Excel', turkish, 'application/vnd.ms-excel; charset=cp1254'],
    ['UTF-8 with a byte order mark', Uint8Array.from(Buffer.from(`\uFEFF${TEXT}`)), 'application/csv'],
  ])('is read in %s', async (_, bytes, type) => {
    const { status, body } = await upload(bytes, type)
    expect(status).toBe(201)
    expect((await recipientsOf(body.data.id)).data).toMatchObject([{ phone: '905551234567', name: 'Ayşe' }])
    const update = await upload(bytes, type, `/broadcast/lists/${body.data.id}`)
    expect([update.status, update.body.data.import]).toEqual([
      200,
      { accepted: 1, duplicates: 0, rejected: [] },
    ])
  })

  it('is another request in another charset, under the same Idempotency-Key', async () => {
    const statusIn = async (type: string) =>
      (await upload(turkish, type, undefined, { 'idempotency-key': 'excel-1' })).status
    expect(await statusIn('text/csv')).toBe(400)
    expect(await statusIn('text/csv; charset=windows-1254')).toBe(409)
    expect(await statusIn('text/csv')).toBe(400)
  })

  it('is refused in a code page without its name, and in a charset that is not known', async () => {
    const unnamed = await upload(turkish, 'text/csv')
    expect([unnamed.status, unnamed.body.error.code]).toEqual([400, 'VALIDATION_ERROR'])
    expect(unnamed.body.error.message).toMatch(/CSV UTF-8.*windows-1254/)
    const unknown = await upload(turkish, 'text/csv; charset=klingon')
    expect([unknown.status, unknown.body.error.code]).toEqual([415, 'UNSUPPORTED_MEDIA_TYPE'])
    expect(unknown.body.error.message).toContain('windows-1254')
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
