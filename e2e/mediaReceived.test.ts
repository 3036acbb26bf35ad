import { randomBytes } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Readable } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { eventually } from './support/eventually.ts'
import { picture, sha256, storedWithFile, talk } from './support/files.ts'
import { sendText, useSharedGateway, waitForMessage } from './support/gateway.ts'
import { peak, resetPeak } from './support/memory.ts'

const gateway = useSharedGateway()

describe('the connector', () => {
  it('sends and receives a 100 MB document without holding it in memory', async () => {
    const { session, business, customer } = await talk(gateway)
    const bytes = Buffer.alloc(95 * 2 ** 20, 'vesper ')
    const hash = sha256(bytes)
    const pid = gateway.connectors[0]?.pid ?? 0
    resetPeak(pid)
    const idle = peak(pid)

    const slot = (await gateway.api('POST', '/media', { size: bytes.length })).body.data
    await fetch(slot.url, { method: slot.method, headers: slot.headers, body: bytes })
    const body = { session, to: customer, mediaId: slot.mediaId, filename: 'large.bin' }
    const { key } = (await gateway.api('POST', '/messages/send/document', body)).body.data
    const sent = await eventually(async () => {
      const rows = (await gateway.phones.call('GET', `/phones/${customer}/messages`)).body
      return rows.find((row: { id: string; sha256?: string }) => row.id === key.id && row.sha256)
    })
    expect(sent.sha256).toBe(hash)

    const { phonesUrl } = gateway.info.sandbox ?? {}
    const query = `type=document&to=${business}&filename=back.bin`
    const written = await fetch(`${phonesUrl}/phones/${customer}/media?${query}`, {
      method: 'POST',
      body: bytes,
    })
    const { id } = (await written.json()) as { id: string }
    expect((await storedWithFile(gateway, session, id)).content.sha256).toBe(hash)
    expect(peak(pid) - idle).toBeLessThan(150)
  })
})

/** Writes a file from a phone, as a stream of zeros. Returns the id of the message. */
async function writeFile(customer: string, query: string, megabytes: number): Promise<string> {
  const chunk = Buffer.alloc(2 ** 20)
  const body = Readable.toWeb(Readable.from(Array.from({ length: megabytes }, () => chunk)))
  const url = `${gateway.info.sandbox?.phonesUrl}/phones/${customer}/media?${query}`
  const request = { method: 'POST', body, duplex: 'half' } as unknown as RequestInit
  return ((await (await fetch(url, request)).json()) as { id: string }).id
}

/** Writes messages with files while the session is offline, and sets the answer of the media server to each download. */
async function writeUnavailable(
  { business, customer }: { business: string; customer: string },
  answers: (number | 'stall')[],
  write: () => Promise<string>,
): Promise<string[]> {
  const { phones } = gateway
  await phones.fault({ refuseConnections: true })
  await phones.drop(business)
  const ids: string[] = []
  for (const status of answers) {
    const id = await write()
    await phones.call('POST', `/phones/${customer}/messages/${id}/expire-media`, { status })
    ids.push(id)
  }
  await phones.healFaults()
  return ids
}

describe('a large file from a contact', () => {
  it('is stored with less than 100 MB of memory: 300 MB', async () => {
    const { session, business, customer } = await talk(gateway)
    const pid = gateway.connectors[0]?.pid ?? 0
    resetPeak(pid)
    const idle = peak(pid)
    const id = await writeFile(customer, `type=document&to=${business}&filename=huge.bin`, 300)
    expect((await storedWithFile(gateway, session, id)).content.size).toBe(300 * 2 ** 20)
    expect(peak(pid) - idle).toBeLessThan(100)
  })

  it('is refused at once above the limit of its kind, in the message and in its event', async () => {
    const { session, business, customer } = await talk(gateway)
    const id = await writeFile(customer, `type=image&to=${business}&caption=too+large`, 17)
    const refused = await storedWithFile(gateway, session, id, 'failed')
    expect(refused).toMatchObject({ mediaError: 'too_large', content: { caption: 'too large' } })
    const { rows } = await gateway.services.db.execute(
      `select held_until from events where session_id = '${session}' and data ->> 'id' = '${id}'`,
    )
    expect(rows).toEqual([{ held_until: null }])
  })

  it('delays no other file and no other message if it never arrives', async () => {
    const people = await talk(gateway)
    const { session, business, customer } = people
    const [stalled = ''] = await writeUnavailable(people, ['stall'], () =>
      writeFile(customer, `type=document&to=${business}&filename=slow.bin`, 33),
    )
    await eventually(
      async () => (await gateway.api('GET', `/messages/${session}/${stalled}`)).body.data?.media,
    )
    const body = { to: business, type: 'image', base64: (await picture('jpeg')).toString('base64') }
    const { id } = (await gateway.phones.call('POST', `/phones/${customer}/messages`, body)).body
    await storedWithFile(gateway, session, id)
    const { data } = (await gateway.api('GET', `/messages/${session}/${stalled}`)).body
    expect(data.media).toBe('pending')
    const { rows } = await gateway.services.db.execute(
      `select held_until from events where session_id = '${session}' and data ->> 'id' = '${stalled}'`,
    )
    expect(rows).toEqual([{ held_until: null }])
    await gateway.api('DELETE', `/messages/${session}/${stalled}`)
  })
})

describe('a file from a contact', () => {
  it('is given up at once if the media server refuses it for good', async () => {
    const people = await talk(gateway)
    const { session, business, customer } = people
    const body = { to: business, type: 'image' }
    const ids = await writeUnavailable(people, [400, 413, 415, 451], async () => {
      // Equal bytes share one file in the sandbox.
      const base64 = Buffer.concat([await picture('jpeg'), randomBytes(8)]).toString('base64')
      return (await gateway.phones.call('POST', `/phones/${customer}/messages`, { ...body, base64 })).body.id
    })
    for (const id of ids)
      expect((await storedWithFile(gateway, session, id, 'failed')).mediaError).toBe('refused')
  })

  it.each([
    ['image', () => picture('jpeg'), { caption: 'look' }],
    ['video', async () => randomBytes(200_000), { mimetype: 'video/mp4', seconds: 3 }],
    ['audio', async () => randomBytes(20_000), { ptt: true, mimetype: 'audio/ogg; codecs=opus' }],
    ['document', async () => randomBytes(50_000), { filename: 'plan.pdf', mimetype: 'application/pdf' }],
    ['sticker', () => picture('webp'), { mimetype: 'image/webp' }],
  ])('is stored with the same bytes soon after its message: %s', async (type, make, more) => {
    const { session, business, customer } = await talk(gateway)
    const bytes = await make()
    const written = await gateway.phones.call('POST', `/phones/${customer}/messages`, {
      to: business,
      type,
      base64: bytes.toString('base64'),
      ...more,
    })
    expect(written.status).toBe(201)
    const stored = await storedWithFile(gateway, session, written.body.id)
    expect(stored).toMatchObject({ type, content: { sha256: sha256(bytes), size: bytes.length } })
    const file = await fetch(stored.content.mediaUrl)
    expect(sha256(new Uint8Array(await file.arrayBuffer()))).toBe(sha256(bytes))
    expect((await fetch(`${stored.content.mediaUrl}0`)).status).toBe(403)
  })

  it('is fetched only from WhatsApp, despite a forged URL, and stops no connector', async () => {
    const { session, business, customer } = await talk(gateway)
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

  it('for viewing once is marked so', async () => {
    const { session, business, customer } = await talk(gateway)
    const body = {
      to: business,
      type: 'image',
      base64: (await picture('jpeg')).toString('base64'),
      viewOnce: true,
    }
    const { id } = (await gateway.phones.call('POST', `/phones/${customer}/messages`, body)).body
    expect((await storedWithFile(gateway, session, id)).content).toMatchObject({
      viewOnce: true,
      mimetype: 'image/jpeg',
    })
  })

  it('is deleted when its author revokes it', async () => {
    const { session, business, customer } = await talk(gateway)
    const body = { to: business, type: 'image', base64: (await picture('jpeg')).toString('base64') }
    const { id } = (await gateway.phones.call('POST', `/phones/${customer}/messages`, body)).body
    await storedWithFile(gateway, session, id)
    await gateway.phones.call('POST', `/phones/${customer}/messages`, { type: 'revoke', messageId: id })
    const taken = await eventually(async () => {
      const { data } = (await gateway.api('GET', `/messages/${session}/${id}`)).body
      return data.deleted && data
    })
    expect([taken.content, taken.media]).toEqual([{}, undefined])
  })

  it('is requested from the phone if WhatsApp no longer has it', async () => {
    const { session, business, customer } = await talk(gateway)
    const bytes = await picture('jpeg')
    await gateway.phones.fault({ refuseConnections: true })
    await gateway.phones.drop(business)
    const body = { to: business, type: 'image', base64: bytes.toString('base64') }
    const { id } = (await gateway.phones.call('POST', `/phones/${customer}/messages`, body)).body
    await gateway.phones.call('POST', `/phones/${customer}/messages/${id}/expire-media`, {})
    await gateway.phones.healFaults()
    expect((await storedWithFile(gateway, session, id)).content.sha256).toBe(sha256(bytes))
  })
})
