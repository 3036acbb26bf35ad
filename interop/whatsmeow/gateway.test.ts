import { beforeAll, expect, it } from 'vitest'
import { eventually } from '../../e2e/support/eventually.ts'
import { useSharedGateway } from '../../e2e/support/gateway.ts'
import { runAgainst, type Step } from './runClient.ts'

const ONE_DAY = 86_400
const POLL = { name: 'Which day?', options: ['Monday', 'Tuesday'], selectable: 1 }

/** Each kind that a companion of whatsmeow sends, and the message that the gateway's API then shows. */
const KINDS: Record<string, { type: string; content: object; [field: string]: unknown }> = {
  text: { type: 'text', content: { text: 'hello gateway' } },
  reply: { type: 'text', content: { text: 'an answer', quoted: { text: 'a question' } } },
  edit: { type: 'text', content: { text: 'after' }, edited: true },
  'edit by secret': { type: 'text', content: { text: 'after the secret' }, edited: true },
  reaction: { type: 'reaction', content: { emoji: '👍', messageId: expect.any(String) } },
  image: { type: 'image', content: { caption: 'a picture', mimetype: 'image/jpeg' } },
  location: { type: 'location', content: { latitude: 41.5, longitude: 28.25, name: 'Istanbul' } },
  contact: { type: 'contact', content: { contacts: [{ name: 'Ada', phone: '905551234567' }] } },
  poll: { type: 'poll', content: { poll: POLL } },
  'poll vote': {
    type: 'poll',
    content: { poll: POLL },
    tally: [
      { option: 'Monday', votes: 0 },
      { option: 'Tuesday', votes: 1 },
    ],
    votes: [{ options: ['Tuesday'] }],
  },
  event: {
    type: 'event',
    content: { event: { name: 'Opening', description: 'We open', startsAt: 1_900_000_000 } },
  },
  'disappearing timer': { type: 'text', content: { text: 'gone tomorrow', ephemeral: ONE_DAY } },
  'channel post': { type: 'text', content: { text: 'fresh bread', serverId: 1 } },
}

const gateway = useSharedGateway()
let session = ''
let [business, customer] = ['', '']
let report: Step[]
beforeAll(async () => {
  const { sandbox } = gateway.parts
  if (!sandbox) throw new Error('The test needs the sandbox')
  const paired = await gateway.pair()
  session = paired.id
  business = paired.phone
  customer = await gateway.phones.create('Customer')
  const channel = await follow()
  report = await runAgainst(sandbox, { business, customer, channel, kinds: Object.keys(KINDS) })
})

/** Creates a channel of the customer that the gateway's phone follows. */
async function follow(): Promise<string> {
  const { id } = (await gateway.phones.call('POST', `/phones/${customer}/channels`, { name: 'News' })).body
  await gateway.phones.call('POST', `/phones/${business}/channels/${id}/follow`)
  return id
}

it('sends each kind, without a warning of whatsmeow', () => {
  expect(report.filter(({ ok, warnings }) => !ok || warnings)).toEqual([])
})

it.each(Object.entries(KINDS))('shows %s in the API', async (kind, content) => {
  const id = report.find(({ step }) => step === kind)?.id
  const expected = { ...content, fromMe: false, source: 'contact' }
  let shown: object = {}
  // An edit or a vote arrives after its message.
  await eventually(async () => {
    shown = (await gateway.api('GET', `/messages/${session}/${id}`)).body.data ?? {}
    return isMatch(shown, expected)
  }).catch(() => undefined)
  expect(shown).toMatchObject(expected)
})

it('keeps the timer of the chat', async () => {
  const chat = (await gateway.api('GET', `/chats/${session}/${customer}`)).body.data
  expect(chat).toMatchObject({ ephemeralSeconds: ONE_DAY })
})

function isMatch(shown: object, expected: object): boolean {
  try {
    expect(shown).toMatchObject(expected)
    return true
  } catch {
    return false
  }
}
