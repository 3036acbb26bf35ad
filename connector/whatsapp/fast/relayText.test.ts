import { generateMessageIDV2, proto } from '@whiskeysockets/baileys'
import { type Client, call, until } from 'vesper-sandbox/client'
import { beforeAll, describe, expect, it } from 'vitest'
import { type Sender, useRelayStage } from './relay.fixture.ts'

const stage = useRelayStage()
let sender: Sender
let account: string
let own: { client: Client; decrypted: Uint8Array[] }

beforeAll(async () => {
  account = await stage.phone()
  sender = await stage.sender(account)
  own = await stage.companion(account)
})

const secret = Buffer.alloc(32, 7)
const messageContextInfo = { messageSecret: secret }
const text = (extendedTextMessage: proto.Message.IExtendedTextMessage): proto.IMessage => ({
  extendedTextMessage,
  messageContextInfo,
})

/** Writes to a new person with a companion until all sessions and the privacy token exist. */
async function warm(addressing: 'pn' | 'lid', answers: boolean) {
  const phone = await stage.phone()
  const theirs = await stage.companion(phone)
  const { lid } = (await call(stage.sandbox, 'GET', `/phones/${phone}`)).body
  const jid = addressing === 'lid' ? lid : `${phone}@s.whatsapp.net`
  const first = generateMessageIDV2()
  await sender.relay(jid, text({ text: 'first' }), first)
  await until('the message', () => theirs.client.messages.some(({ key }) => key.id === first))
  if (answers) {
    await theirs.client.send(account, 'from the companion')
    await call(stage.sandbox, 'POST', `/phones/${phone}/messages`, {
      to: account,
      type: 'text',
      text: 'from the phone',
    })
    await own.client.send(phone, 'from the own companion')
    const all = ['from the companion', 'from the phone', 'from the own companion']
    await until('the answers', () => all.every((each) => sender.client.texts().includes(each)))
  }
  await until('the privacy token', async () => {
    const { [lid]: entry } = await sender.sock.authState.keys.get('tctoken', [lid])
    return entry?.senderTimestamp
  })
  return { jid, theirs }
}

const messages = (sent: string[]) => sent.filter((xml) => xml.startsWith('<message'))
/** Removes the parts that differ between two encryptions of one message. */
const shape = (xml: string) => xml.replace(/(<enc [^>]*>\n)\s*[0-9a-f]+/g, '$1')

describe.each([
  ['a number', 'pn', false],
  ['a number that has answered', 'pn', true],
  ['a LID', 'lid', false],
] as const)('to %s', (_name, addressing, answers) => {
  let jid: string
  let theirs: Awaited<ReturnType<typeof warm>>['theirs']
  beforeAll(async () => {
    ;({ jid, theirs } = await warm(addressing, answers))
  })

  it.each([
    ['a text', text({ text: 'hello' })],
    ['a text with an emoji, and more than 128 bytes', text({ text: `👋 ${'long '.repeat(60)}` })],
    [
      'a quote in a chat with a timer',
      text({
        text: 'so',
        contextInfo: { stanzaId: 'ABC', quotedMessage: { conversation: 'hi' }, expiration: 86_400 },
      }),
    ],
    [
      'a preview',
      text({ text: 'https://example.com', matchedText: 'https://example.com', title: 'Example' }),
    ],
    ['a text from storage', proto.Message.decode(proto.Message.encode(text({ text: 'stored' })).finish())],
  ])('%s is the stanza of Baileys, node by node, with the same content', async (_kind, message) => {
    const id = generateMessageIDV2()
    const [fast = '', ...others] = messages(await sender.relay(jid, message, id))
    expect(others).toEqual([])
    expect(fast.includes('pkmsg')).toBe(!answers)
    // Baileys computes the reporting token from padded bytes, which can be read about once in eight times.
    const slow = await until('the stanza of Baileys with a reporting token', async () => {
      const start = sender.sent.length
      await sender.sock.relayMessage(jid, message, { messageId: id })
      const [xml] = messages(sender.sent.slice(start))
      return shape(xml ?? '') === shape(fast) ? xml : undefined
    })
    expect(shape(fast)).toBe(shape(slow))
    expect(fast).toMatch(/<reporting_token v='2'>\s*[0-9a-f]{32}\s*</)
    const theirCopy = encoded(message)
    const { messageContextInfo: context = null } = message
    const ownCopy = encoded({
      deviceSentMessage: { destinationJid: jid, message },
      messageContextInfo: context,
    })
    await until('both copies', () => countOf(theirs.decrypted, theirCopy) >= 2)
    await until('both own copies', () => countOf(own.decrypted, ownCopy) >= 2)
  })

  it('asks WhatsApp nothing, and sends one stanza', async () => {
    const sent = await sender.relay(jid, text({ text: 'one stanza' }))
    expect(sent.map((xml) => xml.slice(0, 8))).toEqual(['<message'])
  })
})

function encoded(message: proto.IMessage): Buffer {
  return Buffer.from(proto.Message.encode(message).finish())
}

/** Counts the decrypted plaintexts that are these bytes with their padding. */
function countOf(decrypted: Uint8Array[], bytes: Buffer): number {
  return decrypted.filter((padded) => bytes.equals(padded.subarray(0, padded.length - (padded.at(-1) ?? 0))))
    .length
}
