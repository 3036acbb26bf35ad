import { proto } from '@whiskeysockets/baileys'
import { describe, expect, it } from 'vitest'
import { call, until } from './client.fixture.ts'
import { openWithAlice } from './stage.fixture.ts'

const { CIPHERTEXT } = proto.WebMessageInfo.StubType
const { stage, a, alice } = await openWithAlice()

describe('a companion', () => {
  it('fetches a message without content from the phone of its account', async () => {
    const b = await stage.phone()
    await stage.fault({ unavailable: 'none', phone: a, count: 1 })
    const { id } = await stage.write(b, { to: a, type: 'text', text: 'only on the phone' })
    const stub = await until('the stub', () => alice.messages.find(({ key }) => key.id === id))
    expect(stub.messageStubType).toBe(CIPHERTEXT)
    await until('the content', () => alice.texts().includes('only on the phone'))
    const resent = alice.messages.find(({ message }) => message?.conversation === 'only on the phone')
    expect(resent?.key).toMatchObject({ id, fromMe: false, remoteJid: stub.key.remoteJid })
  })

  it('receives a view-once message without its content', async () => {
    const b = await stage.phone()
    await stage.fault({ unavailable: 'view_once', phone: a, count: 1 })
    const { id } = await stage.write(b, { to: a, type: 'text', text: 'psst', viewOnce: true })
    const found = await until('the message', () => alice.messages.find(({ key }) => key.id === id))
    expect([found.key.isViewOnce, found.message]).toEqual([true, undefined])
    await stage.row(b, id, ({ status }) => status === 'DELIVERED')
  })

  it('requests a garbled message again, and the phone sends it again', async () => {
    const b = await stage.phone()
    await stage.fault({ corrupt: true, phone: b, count: 2 })
    const { id } = await stage.write(b, { to: a, type: 'text', text: 'third time lucky' })
    await until('the text', () => alice.texts().includes('third time lucky'))
    const stanzas = alice.stanzas.filter(({ attrs }) => attrs.id === id)
    expect(stanzas).toHaveLength(3)
    const stubs = alice.messages.filter(({ messageStubType }) => messageStubType === CIPHERTEXT)
    expect(stubs.filter(({ key }) => key.id === id)).toHaveLength(2)
    await stage.row(b, id, ({ status }) => status === 'DELIVERED')
    const { id: next } = await stage.write(b, { to: a, type: 'text', text: 'all well' })
    await until('the next', () => alice.texts().includes('all well'))
    expect(alice.stanzas.filter(({ attrs }) => attrs.id === next)).toHaveLength(1)
  })

  it('knows a contact that hides its number only by its LID', async () => {
    const b = await stage.phone({ addressing: 'lid-only', name: 'Nobody' })
    const { lid } = (await call(stage.sandbox, 'GET', `/phones/${b}`)).body
    const { id } = await stage.write(b, { to: a, type: 'text', text: 'guess who' })
    const found = await until('the message', () => alice.messages.find(({ key }) => key.id === id))
    expect(found.key).toMatchObject({ remoteJid: lid, fromMe: false })
    expect(found.key.remoteJidAlt).toBeUndefined()
    const answer = await alice.sock?.sendMessage(lid, { text: 'who?' })
    await stage.row(b, answer?.key.id ?? '')
    await stage.write(a, { to: b, type: 'text', text: 'from my phone' })
    await until('the copy of the own message', () => alice.texts().includes('from my phone'))
    expect(await alice.sock?.signalRepository.lidMapping.getPNForLID(lid)).toBeNull()
    expect(JSON.stringify(alice.stanzas)).not.toContain(b)

    const late = await stage.paired(a)
    expect(await late.sock?.signalRepository.lidMapping.getPNForLID(lid)).toBeNull()
  })
})
