import { once } from 'node:events'
import { type IncomingMessage, request } from 'node:http'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { call } from '../client.fixture.ts'
import { type Sandbox, startSandbox } from '../index.ts'

const QR = `2@nobody,${['a', 'b', 'c'].map((fill) => Buffer.alloc(32, fill).toString('base64')).join(',')},1`

describe('the control API', () => {
  let sandbox: Sandbox
  beforeAll(async () => {
    sandbox = await startSandbox({ port: 0 })
    await call(sandbox, 'POST', '/phones', { phone: '+1 555-000-0001', name: 'Ann' })
    await call(sandbox, 'POST', '/phones', { phone: '15550000002' })
  })
  afterAll(() => sandbox.close())

  it('creates a phone once, with the same LID in each sandbox', async () => {
    const again = await call(sandbox, 'POST', '/phones', { phone: '15550000001', name: 'Ann' })
    expect(again).toEqual({
      status: 201,
      body: {
        phone: '15550000001',
        name: 'Ann',
        lid: expect.stringMatching(/^\d{15}@lid$/),
        jid: '15550000001@s.whatsapp.net',
        online: true,
        autoRead: false,
        addressing: 'lid',
        about: 'Hey there!',
        tokens: 0,
        devices: [],
      },
    })
    const { body } = await call(sandbox, 'GET', '/phones')
    expect((body as unknown as { name: string }[]).map(({ name }) => name)).toEqual([
      'Ann',
      'Phone 15550000002',
    ])
    const other = await startSandbox({ port: 0 })
    const elsewhere = await call(other, 'POST', '/phones', { phone: '15550000001' })
    expect(elsewhere.body.lid).toBe(again.body.lid)
    await other.close()
  })

  it('delivers messages between phones, and shows each phone its own view', async () => {
    const text = { to: '15550000002', type: 'text', text: 'hi' }
    const { body: sent } = await call(sandbox, 'POST', '/phones/15550000001/messages', text)
    const row = { id: sent.id, from: '15550000001', type: 'text', text: 'hi', copies: 1 }
    const there = await call(sandbox, 'GET', '/phones/15550000002/messages?chat=+15550000001')
    expect(there.body).toMatchObject([{ ...row, chat: '15550000001', fromMe: false }])
    await call(sandbox, 'POST', '/phones/15550000002/read', { chat: '15550000001' })
    const here = await call(sandbox, 'GET', '/phones/15550000001/messages?chat=15550000002')
    expect(here.body).toMatchObject([{ ...row, chat: '15550000002', fromMe: true, status: 'READ' }])
    expect((await call(sandbox, 'GET', '/phones/15550000001/messages?chat=1999')).body).toEqual([])
  })

  it.each([
    ['GET', '/nowhere', undefined, 404, 'unknown_route', 'GET /nowhere'],
    ['GET', '/phones/19990000000', undefined, 404, 'unknown_phone', '19990000000'],
    ['POST', '/phones', { phone: '12' }, 400, 'invalid_body', 'phone'],
    ['POST', '/phones', '{', 400, 'invalid_body', 'not JSON'],
    ['PUT', '/phones/15550000001', { onlin: true }, 400, 'invalid_body', 'onlin'],
    ['POST', '/phones/15550000001/scan', { qr: 'x,y' }, 400, 'invalid_qr', 'ref,noiseKey'],
    ['POST', '/phones/15550000001/scan', { qr: QR }, 404, 'unknown_qr', 'No connected device'],
    ['POST', '/phones/15550000001/link-code', { code: 'ABCD1234' }, 404, 'unknown_code', '15550000001'],
    ['POST', '/phones/15550000001/unlink', undefined, 404, 'unknown_device', '15550000001'],
    ['POST', '/phones/15550000001/messages', { type: 'fax' }, 400, 'invalid_body', 'type'],
    [
      'POST',
      '/phones/15550000001/messages',
      { to: '1999000000', type: 'text', text: 'x' },
      404,
      'unknown_recipient',
      '1999000000',
    ],
    [
      'POST',
      '/phones/15550000001/messages',
      { type: 'edit', messageId: '?', text: 'x' },
      404,
      'unknown_message',
      '?',
    ],
    [
      'POST',
      '/phones/15550000001/messages',
      { to: '15550000002', type: 'image' },
      400,
      'invalid_body',
      'base64',
    ],
    [
      'POST',
      '/phones/15550000001/messages',
      { to: '15550000002', type: 'image', base64: '*' },
      400,
      'invalid_body',
      'Expected base64',
    ],
    [
      'POST',
      '/phones/15550000001/messages',
      { to: '15550000002', type: 'sticker', base64: 'AA==', mimetype: 'x' },
      400,
      'invalid_body',
      'image/png',
    ],
    [
      'POST',
      '/phones/15550000001/messages',
      { to: '15550000002', type: 'audio', base64: 'AA==', caption: 'x' },
      400,
      'invalid_body',
      'caption',
    ],
    [
      'POST',
      '/phones/15550000001/messages',
      { to: '15550000002', type: 'location', latitude: 91, longitude: 0 },
      400,
      'invalid_body',
      'latitude',
    ],
    [
      'POST',
      '/phones/15550000001/messages',
      { to: '15550000002', type: 'contact', name: 'Zoe' },
      400,
      'invalid_body',
      'vcard',
    ],
    [
      'POST',
      '/phones/15550000001/messages',
      { to: '15550000002', type: 'poll', name: '?', options: ['one'] },
      400,
      'invalid_body',
      'options',
    ],
    [
      'POST',
      '/phones/15550000001/messages',
      { to: '15550000002', type: 'raw', message: { no: 1 } },
      400,
      'invalid_body',
      'proto.Message',
    ],
    [
      'POST',
      '/phones/15550000001/messages',
      { to: '15550000002', type: 'text', text: 'x', quoted: '?' },
      404,
      'unknown_message',
      'to quote',
    ],
    ['POST', '/phones/15550000001/groups', { participants: [] }, 400, 'invalid_body', 'subject'],
    ['GET', '/phones/15550000001/groups/1@g.us', undefined, 404, 'unknown_group', '1@g.us'],
    ['POST', '/phones/15550000001/groups/join', { inviteCode: '?' }, 409, 'group_refused', '406'],
    [
      'POST',
      '/phones/15550000001/messages',
      { to: '120363000000000000@g.us', type: 'text', text: 'x' },
      404,
      'unknown_recipient',
      '@g.us',
    ],
    ['GET', '/phones/15550000001/messages/nothing/media', undefined, 404, 'unknown_message', 'nothing'],
    ['POST', '/phones/15550000001/media?type=fax', 'x', 400, 'invalid_body', 'type'],
    ['POST', '/phones/15550000001/media?type=image&to=15550000002', undefined, 400, 'invalid_body', 'empty'],
    ['PUT', '/phones/15550000001', { picture: '*' }, 400, 'invalid_body', 'base64'],
    ['POST', '/network/drop', { phone: '19990000000' }, 404, 'unknown_phone', '19990000000'],
    ['POST', '/network/faults', { phone: '15550000001' }, 400, 'invalid_body', 'at least one fault'],
    ['POST', '/network/faults', { ackError: 'x' }, 400, 'invalid_body', 'ackError'],
    [
      'POST',
      '/network/faults',
      { refuseConnections: true, phone: '15550000001' },
      400,
      'invalid_body',
      'no phone',
    ],
    ['POST', '/admin/mock-phone/scan-qr', 'nonsense', 400, 'invalid_qr', 'ref,noiseKey'],
    ['POST', '/admin/mock-phone/scan-qr?phone=bob', QR, 400, 'invalid_body', '7 to 15 digits'],
  ])('%s %s with %j: %i %s', async (method, path, body, status, code, text) => {
    const answer = await call(sandbox, method, path, body)
    expect(answer).toEqual({ status, body: { error: { code, message: expect.stringContaining(text) } } })
  })

  it('refuses to edit or revoke messages of others', async () => {
    const text = { to: '15550000001', type: 'text', text: 'mine' }
    const { body: sent } = await call(sandbox, 'POST', '/phones/15550000002/messages', text)
    const draft = { type: 'revoke', messageId: sent.id }
    const answer = await call(sandbox, 'POST', '/phones/15550000001/messages', draft)
    expect(answer).toMatchObject({ status: 400, body: { error: { code: 'not_allowed' } } })
  })

  it('refuses JSON that is too large, and names the route for large files', async () => {
    // The header is enough. On a slow machine, the connection would end before the whole body is sent.
    const upload = request(`${sandbox.phonesUrl}/phones/15550000001/messages`, {
      method: 'POST',
      headers: { 'content-length': 33 * 1024 * 1024 },
    })
    upload.flushHeaders()
    const [response] = (await once(upload, 'response')) as [IncomingMessage]
    const text = await response.setEncoding('utf8').reduce((all: string, part: string) => all + part, '')
    upload.on('error', () => undefined).destroy()
    expect([response.statusCode, text]).toEqual([413, expect.stringContaining('/media')])
  })

  it('lists faults and deletes them', async () => {
    const fault = { name: 'ackError', value: 479, phone: '15550000001', count: 2 }
    const { status, body } = await call(sandbox, 'POST', '/network/faults', {
      ackError: 479,
      phone: '15550000001',
      count: 2,
    })
    expect([status, body]).toEqual([201, { faults: [fault] }])
    expect((await call(sandbox, 'GET', '/network/faults')).body).toEqual({ faults: [fault] })
    expect((await call(sandbox, 'DELETE', '/network/faults')).body).toEqual({ faults: [] })
  })
})
