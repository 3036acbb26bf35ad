import { describe, expect, it } from 'vitest'
import { call, until } from './client.fixture.ts'
import { openWithAlice } from './stage.fixture.ts'

const { stage, a, alice } = await openWithAlice()

describe('presence and profiles', () => {
  it('phones and other companions see the presence of a companion', async () => {
    const b = stage.number()
    const bob = await stage.paired(b)
    const jid = `${b}@s.whatsapp.net`
    const seen = async () => {
      const { body } = await call(stage.sandbox, 'GET', `/phones/${b}/presence?chat=${a}`)
      return body as unknown as { state: string; at?: number }
    }
    const heard: string[] = []
    bob.sock?.ev.on('presence.update', ({ presences }) =>
      heard.push(...Object.values(presences).map(({ lastKnownPresence }) => lastKnownPresence)),
    )
    // A personal account learns its name after its first login, and Baileys shows no presence without a name.
    await until('the name', () => alice.name())
    await alice.sock?.sendPresenceUpdate('available')
    await until('online', async () => (await seen()).state === 'available')
    for (const state of ['composing', 'recording', 'paused'] as const) {
      await alice.sock?.sendPresenceUpdate(state, jid)
      await until(state, async () => (await seen()).state === state)
    }
    await alice.sock?.sendPresenceUpdate('unavailable')
    await until('away', async () => (await seen()).state === 'unavailable')
    expect((await seen()).at).toBeCloseTo(Date.now(), -5)
    await until('both states', () => heard.includes('composing') && heard.includes('recording'))
    await bob.sock?.presenceSubscribe(`${a}@s.whatsapp.net`)
    await until('the answer', () => heard.at(-1) === 'unavailable')
    await alice.sock?.sendPresenceUpdate('available')
    await until('the change', () => heard.at(-1) === 'available')
  })

  it('an account that never showed a presence is unavailable', async () => {
    const b = await stage.phone()
    const answer = await call(stage.sandbox, 'GET', `/phones/${a}/presence?chat=${b}`)
    expect(answer).toEqual({ status: 200, body: { state: 'unavailable' } })
    expect((await call(stage.sandbox, 'GET', `/phones/${a}/presence`)).status).toBe(400)
  })

  it('a companion reads the picture and the text of a phone, and is notified of a new picture', async () => {
    const b = await stage.phone()
    const jid = `${b}@s.whatsapp.net`
    await expect(alice.sock?.profilePictureUrl(jid)).rejects.toThrow('item-not-found')
    await stage.write(b, { to: a, type: 'text', text: 'hi' })
    const changed = new Promise((resolve) => {
      alice.sock?.ev.on('contacts.update', ([change]) => change?.imgUrl === 'changed' && resolve(change))
    })
    const jpeg = Buffer.from('a face')
    await call(stage.sandbox, 'PUT', `/phones/${b}`, { picture: jpeg.toString('base64'), about: 'At work' })
    const url = await alice.sock?.profilePictureUrl(jid)
    expect(url).toContain(stage.sandbox.mediaUrl)
    expect(Buffer.from(await (await fetch(url ?? '')).arrayBuffer())).toEqual(jpeg)
    await changed
    expect(await alice.sock?.fetchStatus(jid)).toMatchObject([{ status: { status: 'At work' } }])
    await call(stage.sandbox, 'PUT', `/phones/${b}`, { picture: null })
    await expect(alice.sock?.profilePictureUrl(jid)).rejects.toThrow('item-not-found')
    await alice.sock?.updateProfileStatus('Away')
    expect((await call(stage.sandbox, 'GET', `/phones/${a}`)).body).toMatchObject({ about: 'Away' })
  })
})
