import { randomBytes } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createApi } from '#functions/api/app.ts'
import { film, picture, sha256, shownWithFile, talk, wav } from './support/files.ts'
import { useSharedGateway, waitForMessage } from './support/gateway.ts'
import { peak, resetPeak } from './support/memory.ts'

const gateway = useSharedGateway()

/** A customer's web server. */
let server: Server
const files = new Map<string, { type: string; bytes: Buffer }>()

beforeAll(async () => {
  server = createServer((request, response) => {
    const file = files.get(request.url ?? '')
    if (!file) return void response.writeHead(404).end()
    response.writeHead(200, { 'content-type': file.type }).end(file.bytes)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
})
afterAll(() => void server.close())

function serve(path: string, type: string, bytes: Buffer): string {
  files.set(path, { type, bytes })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`
}

describe('a file that is sent', () => {
  it('from a URL reaches the phone with the same bytes, its caption, size and dimensions', async () => {
    const { session, customer } = await talk(gateway)
    const bytes = await picture('png')
    const url = serve('/photo.png', 'image/png', bytes)
    const body = { session, to: customer, url, caption: 'Check this out!' }
    const answer = await gateway.api('POST', '/messages/send/image', body)
    expect([answer.status, answer.body]).toMatchObject([200, { data: { status: 'PENDING' } }])
    const { id } = answer.body.data.key
    expect(await shownWithFile(gateway, customer, id)).toMatchObject({
      type: 'image',
      caption: 'Check this out!',
      mimetype: 'image/png',
      sha256: sha256(bytes),
      width: 320,
      height: 200,
      thumbnail: true,
    })
    const stored = await waitForMessage(gateway.api, session, id, ['DELIVERED'])
    expect(stored.content).toMatchObject({ size: bytes.length, sha256: sha256(bytes), mimetype: 'image/png' })
    expect(Buffer.from(await (await fetch(stored.content.mediaUrl)).arrayBuffer())).toEqual(bytes)
  })

  it('as base64 is a document with its name', async () => {
    const { session, customer } = await talk(gateway)
    const bytes = Buffer.from('%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer<<>>\n%%EOF\n')
    const body = { session, to: customer, base64: bytes.toString('base64'), filename: 'Q1-Report.pdf' }
    const { key } = (await gateway.api('POST', '/messages/send/document', body)).body.data
    expect(await shownWithFile(gateway, customer, key.id)).toMatchObject({
      type: 'document',
      filename: 'Q1-Report.pdf',
      mimetype: 'application/pdf',
      sha256: sha256(bytes),
    })
  })

  it('by an upload slot reaches the phone with the uploaded bytes', async () => {
    const { session, customer } = await talk(gateway)
    const bytes = randomBytes(8 * 1024 * 1024)
    const slot = (await gateway.api('POST', '/media', { size: bytes.length })).body.data
    const put = await fetch(slot.url, { method: slot.method, headers: slot.headers, body: bytes })
    expect(put.status).toBe(200)
    const body = { session, to: customer, mediaId: slot.mediaId, filename: 'large.bin' }
    const other = await gateway.anotherApp()
    const stolen = await gateway.pair({ api: other.api })
    const theft = { session: stolen.id, to: customer, mediaId: slot.mediaId }
    expect((await other.api('POST', '/messages/send/document', theft)).status).toBe(422)
    const { key } = (await gateway.api('POST', '/messages/send/document', body)).body.data
    expect((await shownWithFile(gateway, customer, key.id)).sha256).toBe(sha256(bytes))
    // The send made its own copy and deleted the upload.
    expect((await gateway.api('POST', '/messages/send/document', body)).status).toBe(422)
  })

  it('as a voice note is real Opus with its duration and waveform', async () => {
    const { session, customer } = await talk(gateway)
    const body = { session, to: customer, base64: wav(2).toString('base64'), ptt: true }
    const { key } = (await gateway.api('POST', '/messages/send/audio', body)).body.data
    const shown = await shownWithFile(gateway, customer, key.id)
    expect(shown).toMatchObject({ type: 'audio', ptt: true, seconds: 2, waveform: true })
    const file = await gateway.phones.call('GET', `/phones/${customer}/messages/${key.id}/media`)
    expect(String(file.body)).toMatch(/^OggS/)
  })

  it('as a film of 16 MB reaches the phone with its duration, dimensions and thumbnail', async () => {
    const { session, customer } = await talk(gateway)
    const bytes = await film(16 * 2 ** 20 - 1)
    const url = serve('/film.mp4', 'video/mp4', bytes)
    const pid = gateway.connectors[0]?.pid ?? 0
    resetPeak(pid)
    const idle = peak(pid)
    const { key } = (await gateway.api('POST', '/messages/send/video', { session, to: customer, url })).body
      .data
    expect(await shownWithFile(gateway, customer, key.id)).toMatchObject({
      type: 'video',
      mimetype: 'video/mp4',
      sha256: sha256(bytes),
      seconds: 2,
      width: 320,
      height: 240,
      thumbnail: true,
    })
    expect(peak(pid) - idle).toBeLessThan(150)
  })

  it('as audio reaches the phone with the same bytes and its duration', async () => {
    const { session, customer } = await talk(gateway)
    const bytes = wav(3)
    const body = { session, to: customer, base64: bytes.toString('base64') }
    const { key } = (await gateway.api('POST', '/messages/send/audio', body)).body.data
    expect(await shownWithFile(gateway, customer, key.id)).toMatchObject({
      type: 'audio',
      seconds: 3,
      sha256: sha256(bytes),
    })
  })

  it('as a sticker is WebP of 512 x 512', async () => {
    const { session, customer } = await talk(gateway)
    const url = serve('/sticker.png', 'image/png', await picture('png'))
    const { key } = (await gateway.api('POST', '/messages/send/sticker', { session, to: customer, url })).body
      .data
    expect(await shownWithFile(gateway, customer, key.id)).toMatchObject({
      type: 'sticker',
      mimetype: 'image/webp',
    })
  })

  it('is forwarded from our store', async () => {
    const { session, customer } = await talk(gateway)
    const bytes = await picture('jpeg')
    const body = { session, to: customer, base64: bytes.toString('base64') }
    const { key } = (await gateway.api('POST', '/messages/send/image', body)).body.data
    const other = await gateway.phones.create()
    const forwarded = await gateway.api('POST', `/messages/${session}/${key.id}/forward`, { to: other })
    expect((await shownWithFile(gateway, other, forwarded.body.data.key.id)).sha256).toBe(sha256(bytes))
  })

  it.each([
    [
      'a URL that answers 404',
      'image',
      () => ({ url: serve('/x', 'image/png', Buffer.alloc(1)).replace('/x', '/gone') }),
      422,
    ],
    ['a URL where nobody listens', 'image', () => ({ url: 'http://127.0.0.1:9/x.png' }), 422],
    [
      'a page in the place of a picture',
      'image',
      () => ({ url: serve('/page', 'image/png', Buffer.from('<html>')) }),
      422,
    ],
    [
      'a picture in the place of a film',
      'video',
      async () => ({ base64: (await picture('png')).toString('base64') }),
      422,
    ],
    [
      'a picture over the limit',
      'image',
      () => ({ url: serve('/big', 'image/png', Buffer.concat([PNG, Buffer.alloc(17 * 2 ** 20)])) }),
      422,
    ],
    ['bad base64', 'image', () => ({ base64: '***' }), 400],
    ['no file', 'image', () => ({}), 400],
    ['two files', 'image', () => ({ url: 'https://example.com/a', base64: 'AAAA' }), 400],
    ['an unknown upload', 'image', () => ({ mediaId: 'med_nothing' }), 422],
  ])('is refused at once for %s', async (_, kind, body, status) => {
    const { session, customer } = await talk(gateway)
    const answer = await gateway.api('POST', `/messages/send/${kind}`, {
      session,
      to: customer,
      ...(await body()),
    })
    expect([answer.status, answer.body.error.code]).toEqual([
      status,
      status === 422 ? 'UNPROCESSABLE_MEDIA' : 'VALIDATION_ERROR',
    ])
    expect((await gateway.api('GET', `/messages/${session}?jid=${customer}`)).body.data).toEqual([])
  })

  it('ends FAILED if it cannot be converted for WhatsApp, and delays no other message', async () => {
    const { session, customer } = await talk(gateway)
    const cut = (await picture('jpeg')).subarray(0, 400)
    const body = { session, to: customer, base64: cut.toString('base64') }
    const { key } = (await gateway.api('POST', '/messages/send/image', body)).body.data
    expect(await waitForMessage(gateway.api, session, key.id, ['FAILED'])).toMatchObject({
      reason: 'media_unavailable',
    })
  })
})

const PNG = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJ', 'base64')

describe('a URL with a private address', () => {
  /** Returns an API with the policy of the cloud: no http, no private addresses. */
  const inTheCloud = () => {
    const settings = { ...gateway.services.settings, urlPolicy: { allowHttp: true, allowPrivate: false } }
    return createApi({ ...gateway.services, settings })
  }

  it.each([
    'http://127.0.0.1:9/x.png',
    'http://localhost:9/x.png',
    'http://2130706433/x.png',
    'http://0x7f.1/x.png',
    'http://[::1]/x.png',
    'http://[::ffff:127.0.0.1]/x.png',
    'http://169.254.169.254/latest/meta-data/',
    'http://10.0.0.1/x.png',
    'http://user:password@example.com/x.png',
  ])('is refused without details of the address: %s', async (url) => {
    const { session, customer } = await talk(gateway)
    const response = await inTheCloud().request('/api/v1/messages/send/image', {
      method: 'POST',
      headers: { 'x-api-key': gateway.info.apiKey, 'content-type': 'application/json' },
      body: JSON.stringify({ session, to: customer, url }),
    })
    const { error } = (await response.json()) as { error: { code: string; message: string } }
    expect([response.status, error.code]).toEqual([422, 'UNPROCESSABLE_MEDIA'])
    expect(error.message).not.toMatch(/127\.0\.0\.1|ECONN/)
  })
})
