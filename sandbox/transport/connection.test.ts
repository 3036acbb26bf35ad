import type { WASocket } from '@whiskeysockets/baileys'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Client, call, until } from '../client.fixture.ts'
import { Stage } from '../stage.fixture.ts'

let stage: Stage
beforeAll(async () => {
  stage = await Stage.open()
})
afterAll(() => stage.close())

/** Makes a client ignore the last stanza. The promise resolves when the server closes the connection. */
function untilServerCloses({ ws }: WASocket, lastStanza: 'stream:error' | 'failure') {
  ws.removeAllListeners(`CB:${lastStanza}`)
  let isRead = false
  ws.on(`CB:${lastStanza}`, () => {
    isRead = true
  })
  return new Promise<{ isRead: boolean; at: number }>((resolve) => {
    ws.on('close', () => resolve({ isRead, at: Date.now() }))
  })
}

describe('the server leaves a client more than half a second to read the last stanza', () => {
  const expectDelay = async (begin: number, closed: ReturnType<typeof untilServerCloses>) => {
    const { isRead, at } = await closed
    expect(isRead).toBe(true)
    expect(at - begin).toBeGreaterThanOrEqual(700)
  }

  it('after a stream error', async () => {
    const phone = stage.number()
    const client = await stage.paired(phone)
    const sock = client.sock ?? (await client.connect(stage.sandbox))
    const closed = untilServerCloses(sock, 'stream:error')
    const begin = Date.now()
    await stage.fault({ streamError: 503, phone, count: 1 })
    await expectDelay(begin, closed)
  })

  it('after a failed login', async () => {
    const phone = stage.number()
    const client = await stage.paired(phone)
    await client.disconnect()
    await stage.fault({ failLogin: 403, phone, count: 1 })
    const begin = Date.now()
    await expectDelay(begin, untilServerCloses(await client.connect(stage.sandbox), 'failure'))
  })

  it('after a pairing, when its QR code is used up', async () => {
    const phone = await stage.phone()
    const client = await Client.create()
    const sock = await client.connect(stage.sandbox)
    const qr = await until('a QR', () => client.qr)
    const closed = untilServerCloses(sock, 'stream:error')
    const begin = Date.now()
    expect((await call(stage.sandbox, 'POST', `/phones/${phone}/scan`, { qr })).status).toBe(200)
    expect((await call(stage.sandbox, 'POST', `/phones/${phone}/scan`, { qr })).status).toBe(404)
    await expectDelay(begin, closed)
    await client.remove()
  })
})
