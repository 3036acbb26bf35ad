import { execFile } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { request } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { json } from 'node:stream/consumers'
import { promisify } from 'node:util'
import { downloadMediaMessage } from '@whiskeysockets/baileys'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Client, call, until } from '../client.fixture.ts'
import { measureHeldBytes } from '../heldBytes.fixture.ts'
import { startSandbox } from '../index.ts'
import { Stage } from '../stage.fixture.ts'

const MB = 1024 * 1024

let stage: Stage
let a: string
let alice: Client
let folder: string
beforeAll(async () => {
  stage = await Stage.open()
  a = stage.number()
  alice = await stage.paired(a)
  folder = await mkdtemp(join(tmpdir(), 'sandbox-media-test-'))
})
afterAll(async () => {
  await stage.close()
  await rm(folder, { recursive: true })
})

describe('the media server', () => {
  const body = randomBytes(1000)
  const hash = createHash('sha256').update(body).digest('base64url')
  const post = async (path: string, bytes = body): Promise<{ status: number | undefined; body: unknown }> => {
    const { mediaUrl, mediaCaPem: ca } = stage.sandbox
    const response = await new Promise<import('node:http').IncomingMessage>((resolve, reject) => {
      request(mediaUrl + path, { method: 'POST', ca }, resolve)
        .on('error', reject)
        .end(bytes)
    })
    return { status: response.statusCode, body: await json(response) }
  }

  it('accepts an authorised upload whose bytes have the hash in the path', async () => {
    const good = encodeURIComponent((await alice.sock?.refreshMediaConn())?.auth ?? '')
    const [path, other] = [`/mms/image/${hash}`, 'x'.repeat(43)]
    expect(await post(`${path}?auth=wrong&token=${hash}`)).toMatchObject({ status: 401 })
    expect(await post(`${path}?auth=${good}&token=${other}`)).toMatchObject({ status: 400 })
    expect(await post(`/elsewhere?auth=${good}&token=${hash}`)).toMatchObject({ status: 404 })
    expect(await post(`${path}?auth=${good}&token=${hash}`, randomBytes(1000))).toMatchObject({ status: 400 })
    const { status, body: answer } = await post(`${path}?auth=${good}&token=${hash}`)
    expect(status).toBe(200)
    const { url, direct_path: directPath } = answer as { url: string; direct_path: string }
    expect(url).toBe(stage.sandbox.mediaUrl + directPath)

    const get = (range?: string) => fetch(url, range ? { headers: { range } } : {})
    expect(Buffer.from(await (await get()).arrayBuffer())).toEqual(body)
    for (const [range, part, contentRange] of [
      ['bytes=10-19', body.subarray(10, 20), 'bytes 10-19/1000'],
      ['bytes=990-', body.subarray(990), 'bytes 990-999/1000'],
      ['bytes=-5', body.subarray(995), 'bytes 995-999/1000'],
    ] as const) {
      const response = await get(range)
      expect([response.status, response.headers.get('content-range')]).toEqual([206, contentRange])
      expect(Buffer.from(await response.arrayBuffer())).toEqual(Buffer.from(part))
    }
    expect((await get('bytes=1000-')).status).toBe(416)
    expect((await fetch(`${stage.sandbox.mediaUrl}/v/nothing.enc`)).status).toBe(404)
    const head = await fetch(url, { method: 'HEAD' })
    expect([head.status, head.headers.get('content-length')]).toEqual([200, '1000'])
  })

  it('accepts a hash and a token with the padding of base64', async () => {
    const auth = encodeURIComponent((await alice.sock?.refreshMediaConn())?.auth ?? '')
    const token = encodeURIComponent(`${hash}=`)
    for (const padding of ['=', '%3D']) {
      const { status } = await post(`/mms/image/${hash}${padding}?auth=${auth}&token=${token}`)
      expect(status, padding).toBe(200)
    }
    expect(await post(`/mms/image/${hash}==?auth=${auth}&token=${token}`)).toMatchObject({ status: 404 })
    expect(await post(`/mms/image/${hash}=?auth=${auth}&token=${token}%3D`)).toMatchObject({ status: 400 })
  })

  it('tells clients for how many seconds its host and its authorisation are valid', async () => {
    const attrs = { to: 's.whatsapp.net', type: 'set', id: 'MEDIA', xmlns: 'w:m' }
    const result = await alice.sock?.query({ tag: 'iq', attrs, content: [{ tag: 'media_conn', attrs: {} }] })
    expect(result?.content).toMatchObject([
      { tag: 'media_conn', attrs: { ttl: '3600', auth_ttl: '21600', max_buckets: '12' } },
    ])
  })

  it('keeps its authority and its files over a restart', async () => {
    const stateFile = join(folder, 'state.jsonl')
    const before = await startSandbox({ port: 0, stateFile })
    for (const phone of ['15550000001', '15550000002']) await call(before, 'POST', '/phones', { phone })
    const image = { to: '15550000002', type: 'image', base64: body.toString('base64') }
    const { body: sent } = await call(before, 'POST', '/phones/15550000001/messages', image)
    await before.close()
    const after = await startSandbox({ port: 0, stateFile })
    expect(after.mediaCaPem).toBe(before.mediaCaPem)
    const response = await fetch(`${after.phonesUrl}/phones/15550000002/messages/${sent.id}/media`)
    expect(Buffer.from(await response.arrayBuffer())).toEqual(body)
    await after.close()
    expect(await readdir(`${stateFile}.media`)).toHaveLength(1)
  })

  it('refuses an expired file until the phone has uploaded it again', async () => {
    const b = await stage.phone()
    const { id } = await stage.write(b, { to: a, type: 'image', base64: body.toString('base64') })
    const found = await until('the message', () => alice.messages.find(({ key }) => key.id === id))
    await stage.row(a, id)
    const expire = `/phones/${b}/messages/${id}/expire-media`
    expect(await call(stage.sandbox, 'POST', expire)).toMatchObject({ status: 200, body: { status: 410 } })
    await expect(downloadMediaMessage(found, 'buffer', {})).rejects.toMatchObject({
      output: { statusCode: 410 },
    })
    // Without this call, Baileys looks for the new upload on WhatsApp's own host.
    await alice.sock?.refreshMediaConn()
    const renewed = await alice.sock?.updateMediaMessage(found)
    if (!renewed) throw new Error('no renewed message')
    expect(await downloadMediaMessage(renewed, 'buffer', {})).toEqual(body)

    const { key } = found
    const unknown = alice.sock?.updateMediaMessage({ ...found, key: { ...key, id: 'NEVERSEEN' } })
    await expect(unknown).rejects.toMatchObject({ output: { statusCode: 404 } })
    expect(await call(stage.sandbox, 'POST', expire, { status: 200 })).toMatchObject({ status: 400 })
    expect(await call(stage.sandbox, 'POST', `/phones/${b}/messages/x/expire-media`)).toMatchObject({
      status: 404,
      body: { error: { code: 'unknown_message' } },
    })
  })

  it('streams 40 MB each way in little memory, to a client that trusts it by NODE_EXTRA_CA_CERTS', async () => {
    const [owner, b] = [stage.number(), await stage.phone()]
    const [ca, large] = [join(folder, 'ca.pem'), join(folder, 'large.bin')]
    const part = randomBytes(MB)
    const parts = Array.from({ length: 40 }, () => part)
    const whole = createHash('sha256')
    for (const each of parts) whole.update(each)
    const sha256 = whole.digest('hex')
    await Promise.all([writeFile(ca, stage.sandbox.mediaCaPem), writeFile(large, parts)])
    const fixture = join(import.meta.dirname, '../media.client.fixture.ts')
    const { phonesUrl, socketUrl } = stage.sandbox
    const args = ['--import', 'tsx', fixture, phonesUrl, socketUrl, owner, b, large]
    const env = { ...process.env, NODE_EXTRA_CA_CERTS: ca }
    let stdout = ''
    const held = await measureHeldBytes(async () => {
      stdout = (await promisify(execFile)(process.execPath, args, { env })).stdout
    })
    const { id, ...seen } = JSON.parse(stdout) as { id: string }
    expect(seen).toMatchObject({ sha256, received: 40 * MB })
    expect(held).toBeLessThan(20 * MB)
    expect(await stage.row(b, id)).toMatchObject({ sha256, size: 40 * MB, filename: 'large.bin' })
    const sent = (await stage.rows(b)).find((row) => row.filename === 'back.bin')
    expect(sent).toMatchObject({ type: 'document', sha256, size: 40 * MB, fromMe: true })
  })
})
