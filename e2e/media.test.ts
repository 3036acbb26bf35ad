import { execFile } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import ffmpeg from '@ffmpeg-installer/ffmpeg'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createApi } from '#functions/api/app.ts'
import { eventually } from './support/eventually.ts'
import { sendText, useGateway, waitForMessage } from './support/gateway.ts'

const gateway = useGateway()
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')

/** A customer's own web server. */
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

const picture = (format: 'jpeg' | 'png' | 'webp') =>
  sharp(Buffer.alloc(320 * 200 * 3, 0x80), { raw: { width: 320, height: 200, channels: 3 } })
    [format]()
    .toBuffer()

/** Silence, as a WAV file. */
function wav(seconds: number): Buffer {
  const samples = Buffer.alloc(seconds * 8_000 * 2)
  const head = Buffer.alloc(44)
  head.write('RIFF', 0)
  head.writeUInt32LE(36 + samples.length, 4)
  head.write('WAVEfmt ', 8)
  head.writeUInt32LE(16, 16)
  head.writeUInt16LE(1, 20)
  head.writeUInt16LE(1, 22)
  head.writeUInt32LE(8_000, 24)
  head.writeUInt32LE(16_000, 28)
  head.writeUInt16LE(2, 32)
  head.writeUInt16LE(16, 34)
  head.write('data', 36)
  head.writeUInt32LE(samples.length, 40)
  return Buffer.concat([head, samples])
}

/** A film of two seconds, as an MP4; a `free` box makes it as large as that. */
async function film(size = 0): Promise<Buffer> {
  const folder = await mkdtemp(path.join(tmpdir(), 'vesper-film-'))
  const file = path.join(folder, 'film.mp4')
  const source = ['-f', 'lavfi', '-i', 'testsrc=size=320x240:rate=10:duration=2', '-pix_fmt', 'yuv420p']
  await promisify(execFile)(ffmpeg.path, ['-nostdin', ...source, file])
  const bytes = await readFile(file)
  await rm(folder, { recursive: true })
  if (size <= bytes.length) return bytes
  const box = randomBytes(size - bytes.length)
  box.writeUInt32BE(box.length, 0)
  box.write('free', 4)
  return Buffer.concat([bytes, box])
}

async function talk() {
  const { id: session, phone: business } = await gateway.pair()
  return { session, business, customer: await gateway.phones.create('Ahmet') }
}

/** What the customer's phone shows of a message, once it has its file. */
async function shownWithFile(customer: string, id: string) {
  return await eventually(async () => {
    const rows = (await gateway.phones.call('GET', `/phones/${customer}/messages`)).body
    const row = rows.find((message: { id: string }) => message.id === id)
    return row && (row.sha256 || row.mediaError) ? row : false
  }, 15_000)
}

/** A stored message, once its file is here. */
async function storedWithFile(session: string, id: string, state = 'stored') {
  return await eventually(async () => {
    const { data } = (await gateway.api('GET', `/messages/${session}/${id}`)).body
    return data?.media === state && data
  }, 20_000)
}

describe('a file that is sent', () => {
  it('from a URL is on the phone, byte for byte, with its caption, size and dimensions', async () => {
    const { session, customer } = await talk()
    const bytes = await picture('png')
    const url = serve('/photo.png', 'image/png', bytes)
    const body = { session, to: customer, url, caption: 'Check this out!' }
    const answer = await gateway.api('POST', '/messages/send/image', body)
    expect([answer.status, answer.body]).toMatchObject([200, { data: { status: 'PENDING' } }])
    const { id } = answer.body.data.key
    expect(await shownWithFile(customer, id)).toMatchObject({
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
    const { session, customer } = await talk()
    const bytes = Buffer.from('%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer<<>>\n%%EOF\n')
    const body = { session, to: customer, base64: bytes.toString('base64'), filename: 'Q1-Report.pdf' }
    const { key } = (await gateway.api('POST', '/messages/send/document', body)).body.data
    expect(await shownWithFile(customer, key.id)).toMatchObject({
      type: 'document',
      filename: 'Q1-Report.pdf',
      mimetype: 'application/pdf',
      sha256: sha256(bytes),
    })
  })

  it('by an upload slot is the file that was put there', async () => {
    const { session, customer } = await talk()
    const bytes = randomBytes(8 * 1024 * 1024)
    const slot = (await gateway.api('POST', '/media', {})).body.data
    const put = await fetch(slot.url, { method: slot.method, headers: slot.headers, body: bytes })
    expect(put.status).toBe(200)
    const body = { session, to: customer, mediaId: slot.mediaId, filename: 'large.bin' }
    const { key } = (await gateway.api('POST', '/messages/send/document', body)).body.data
    expect((await shownWithFile(customer, key.id)).sha256).toBe(sha256(bytes))
    const other = await gateway.anotherApp()
    const stolen = await gateway.pair({ api: other.api })
    const theft = { session: stolen.id, to: customer, mediaId: slot.mediaId }
    expect((await other.api('POST', '/messages/send/document', theft)).status).toBe(422)
  }, 40_000)

  it('as a voice note is real Opus, with its duration and waveform', async () => {
    const { session, customer } = await talk()
    const body = { session, to: customer, base64: wav(2).toString('base64'), ptt: true }
    const { key } = (await gateway.api('POST', '/messages/send/audio', body)).body.data
    const shown = await shownWithFile(customer, key.id)
    expect(shown).toMatchObject({ type: 'audio', ptt: true, seconds: 2, waveform: true })
    const file = await gateway.phones.call('GET', `/phones/${customer}/messages/${key.id}/media`)
    expect(String(file.body)).toMatch(/^OggS/)
  })

  it('as a film of 16 MB is on the phone, with its duration, dimensions and a picture of it', async () => {
    const { session, customer } = await talk()
    const bytes = await film(16 * 2 ** 20 - 1)
    const url = serve('/film.mp4', 'video/mp4', bytes)
    const pid = gateway.connectors[0]?.pid ?? 0
    resetPeak(pid)
    const idle = peak(pid)
    const { key } = (await gateway.api('POST', '/messages/send/video', { session, to: customer, url })).body
      .data
    expect(await shownWithFile(customer, key.id)).toMatchObject({
      type: 'video',
      mimetype: 'video/mp4',
      sha256: sha256(bytes),
      seconds: 2,
      width: 320,
      height: 240,
      thumbnail: true,
    })
    expect(peak(pid) - idle).toBeLessThan(150)
  }, 40_000)

  it('as audio is on the phone, byte for byte, with its duration', async () => {
    const { session, customer } = await talk()
    const bytes = wav(3)
    const body = { session, to: customer, base64: bytes.toString('base64') }
    const { key } = (await gateway.api('POST', '/messages/send/audio', body)).body.data
    expect(await shownWithFile(customer, key.id)).toMatchObject({
      type: 'audio',
      seconds: 3,
      sha256: sha256(bytes),
    })
  })

  it('as a sticker is WebP of 512 x 512', async () => {
    const { session, customer } = await talk()
    const url = serve('/sticker.png', 'image/png', await picture('png'))
    const { key } = (await gateway.api('POST', '/messages/send/sticker', { session, to: customer, url })).body
      .data
    expect(await shownWithFile(customer, key.id)).toMatchObject({ type: 'sticker', mimetype: 'image/webp' })
  })

  it('is forwarded from our store', async () => {
    const { session, customer } = await talk()
    const bytes = await picture('jpeg')
    const body = { session, to: customer, base64: bytes.toString('base64') }
    const { key } = (await gateway.api('POST', '/messages/send/image', body)).body.data
    const other = await gateway.phones.create()
    const forwarded = await gateway.api('POST', `/messages/${session}/${key.id}/forward`, { to: other })
    expect((await shownWithFile(other, forwarded.body.data.key.id)).sha256).toBe(sha256(bytes))
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
    const { session, customer } = await talk()
    const answer = await gateway.api('POST', `/messages/send/${kind}`, {
      session,
      to: customer,
      ...(await body()),
    })
    expect([answer.status, answer.body.error.code]).toEqual([
      status,
      status === 422 ? 'UNPROCESSABLE_MEDIA' : 'VALIDATION_ERROR',
    ])
    expect((await gateway.api('GET', `/messages/${session}`)).body.data).toEqual([])
  })

  it('that can not be made what WhatsApp wants ends FAILED, and holds up nobody', async () => {
    const { session, customer } = await talk()
    const cut = (await picture('jpeg')).subarray(0, 400)
    const body = { session, to: customer, base64: cut.toString('base64') }
    const { key } = (await gateway.api('POST', '/messages/send/image', body)).body.data
    expect(await waitForMessage(gateway.api, session, key.id, ['FAILED'])).toMatchObject({
      error: 'media_unavailable',
    })
  })
})

const PNG = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJ', 'base64')

describe('a URL that leads inside', () => {
  /** The API as it is in the cloud: no http, no private addresses. */
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
  ])('%s is refused, and says nothing of what is there', async (url) => {
    const { session, customer } = await talk()
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

/** Peak of the memory of a process since it was last asked, in MB (Linux only). */
const peak = (pid: number) =>
  Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024
const resetPeak = (pid: number) => writeFileSync(`/proc/${pid}/clear_refs`, '5')

describe('the connector', () => {
  it('sends and receives a 100 MB document without holding it', async () => {
    const { session, business, customer } = await talk()
    const bytes = Buffer.alloc(95 * 2 ** 20, 'vesper ')
    const hash = sha256(bytes)
    const pid = gateway.connectors[0]?.pid ?? 0
    resetPeak(pid)
    const idle = peak(pid)

    const slot = (await gateway.api('POST', '/media', {})).body.data
    await fetch(slot.url, { method: slot.method, headers: slot.headers, body: bytes })
    const body = { session, to: customer, mediaId: slot.mediaId, filename: 'large.bin' }
    const { key } = (await gateway.api('POST', '/messages/send/document', body)).body.data
    const sent = await eventually(async () => {
      const rows = (await gateway.phones.call('GET', `/phones/${customer}/messages`)).body
      return rows.find((row: { id: string; sha256?: string }) => row.id === key.id && row.sha256)
    }, 60_000)
    expect(sent.sha256).toBe(hash)

    const { phonesUrl } = gateway.info.sandbox ?? {}
    const query = `type=document&to=${business}&filename=back.bin`
    const written = await fetch(`${phonesUrl}/phones/${customer}/media?${query}`, {
      method: 'POST',
      body: bytes,
    })
    const { id } = (await written.json()) as { id: string }
    expect((await storedWithFile(session, id)).content.sha256).toBe(hash)
    expect(peak(pid) - idle).toBeLessThan(150)
  }, 120_000)
})

describe('a file from a contact', () => {
  it.each([
    ['image', () => picture('jpeg'), { caption: 'look' }],
    ['video', async () => randomBytes(200_000), { mimetype: 'video/mp4', seconds: 3 }],
    ['audio', async () => randomBytes(20_000), { ptt: true, mimetype: 'audio/ogg; codecs=opus' }],
    ['document', async () => randomBytes(50_000), { filename: 'plan.pdf', mimetype: 'application/pdf' }],
    ['sticker', () => picture('webp'), { mimetype: 'image/webp' }],
  ])('of type %s is there a moment behind its message, byte for byte', async (type, make, more) => {
    const { session, business, customer } = await talk()
    const bytes = await make()
    const written = await gateway.phones.call('POST', `/phones/${customer}/messages`, {
      to: business,
      type,
      base64: bytes.toString('base64'),
      ...more,
    })
    expect(written.status).toBe(201)
    const stored = await storedWithFile(session, written.body.id)
    expect(stored).toMatchObject({ type, content: { sha256: sha256(bytes), size: bytes.length } })
    const file = await fetch(stored.content.mediaUrl)
    expect(sha256(new Uint8Array(await file.arrayBuffer()))).toBe(sha256(bytes))
    expect((await fetch(`${stored.content.mediaUrl}0`)).status).toBe(403)
  })

  it('is fetched from nowhere but WhatsApp, whatever its sender says, and ends no connector', async () => {
    const { session, business, customer } = await talk()
    const seen: string[] = []
    const trap = createServer((request, response) => {
      seen.push(request.url ?? '')
      response.destroy()
    })
    await new Promise<void>((resolve) => trap.listen(0, '127.0.0.1', resolve))
    const url = `http://127.0.0.1:${(trap.address() as AddressInfo).port}/latest/meta-data`
    const imageMessage = { url, mimetype: 'image/jpeg', mediaKey: randomBytes(32).toString('base64') }
    const raw = { to: business, type: 'raw', message: { imageMessage } }
    const written = await gateway.phones.call('POST', `/phones/${customer}/messages`, raw)
    expect(written.status).toBe(201)
    await waitForMessage(gateway.api, session, written.body.id, ['DELIVERED'])
    const pid = gateway.connectors[0]?.pid
    const after = await gateway.phones.write(customer, business, 'still there?')
    await waitForMessage(gateway.api, session, after.id, ['DELIVERED'])
    const id = await sendText(gateway.api, session, customer, 'yes')
    await waitForMessage(gateway.api, session, id, ['DELIVERED'])
    expect([gateway.connectors[0]?.pid, seen]).toEqual([pid, []])
    trap.close()
  })

  it('that is to be seen once says so', async () => {
    const { session, business, customer } = await talk()
    const body = {
      to: business,
      type: 'image',
      base64: (await picture('jpeg')).toString('base64'),
      viewOnce: true,
    }
    const { id } = (await gateway.phones.call('POST', `/phones/${customer}/messages`, body)).body
    expect((await storedWithFile(session, id)).content).toMatchObject({
      viewOnce: true,
      mimetype: 'image/jpeg',
    })
  })

  it('is gone for everybody when its author takes it back', async () => {
    const { session, business, customer } = await talk()
    const body = { to: business, type: 'image', base64: (await picture('jpeg')).toString('base64') }
    const { id } = (await gateway.phones.call('POST', `/phones/${customer}/messages`, body)).body
    await storedWithFile(session, id)
    await gateway.phones.call('POST', `/phones/${customer}/messages`, { type: 'revoke', messageId: id })
    const taken = await eventually(async () => {
      const { data } = (await gateway.api('GET', `/messages/${session}/${id}`)).body
      return data.deleted && data
    })
    expect([taken.content, taken.media]).toEqual([{}, undefined])
  })

  it('that WhatsApp keeps no more is asked for again', async () => {
    const { session, business, customer } = await talk()
    const bytes = await picture('jpeg')
    await gateway.phones.fault({ refuseConnections: true })
    await gateway.phones.drop(business)
    const body = { to: business, type: 'image', base64: bytes.toString('base64') }
    const { id } = (await gateway.phones.call('POST', `/phones/${customer}/messages`, body)).body
    await gateway.phones.call('POST', `/phones/${customer}/messages/${id}/expire-media`, {})
    await gateway.phones.healFaults()
    expect((await storedWithFile(session, id)).content.sha256).toBe(sha256(bytes))
  }, 40_000)
})
