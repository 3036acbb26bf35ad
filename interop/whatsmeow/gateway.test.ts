import { beforeAll, expect, it } from 'vitest'
import { eventually } from '../../e2e/support/eventually.ts'
import { useSharedGateway } from '../../e2e/support/gateway.ts'
import { runAgainst, type Step } from './runClient.ts'

/** Each kind that a companion of whatsmeow sends, and the message that the gateway's API then shows. */
const KINDS: Record<string, { type: string; content: object }> = {
  text: { type: 'text', content: { text: 'hello gateway' } },
  reply: { type: 'text', content: { text: 'an answer', quoted: { text: 'a question' } } },
  edit: { type: 'text', content: { text: 'after' } },
  reaction: { type: 'reaction', content: { emoji: '👍', messageId: expect.any(String) } },
  image: { type: 'image', content: { caption: 'a picture', mimetype: 'image/jpeg' } },
  location: { type: 'location', content: { latitude: 41.5, longitude: 28.25, name: 'Istanbul' } },
  contact: { type: 'contact', content: { contacts: [{ name: 'Ada', phone: '905551234567' }] } },
  poll: {
    type: 'poll',
    content: { poll: { name: 'Which day?', options: ['Monday', 'Tuesday'], selectable: 1 } },
  },
}

const gateway = useSharedGateway()
let session = ''
let report: Step[]
beforeAll(async () => {
  const { sandbox } = gateway.parts
  if (!sandbox) throw new Error('The test needs the sandbox')
  const paired = await gateway.pair()
  session = paired.id
  const customer = await gateway.phones.create('Customer')
  const kinds = Object.keys(KINDS)
  report = await runAgainst(sandbox, { business: paired.phone, customer, kinds })
})

it('sends each kind, without a warning of whatsmeow', () => {
  expect(report.filter(({ ok, warnings }) => !ok || warnings)).toEqual([])
})

it.each(Object.entries(KINDS))('shows %s in the API', async (kind, content) => {
  const id = report.find(({ step }) => step === kind)?.id
  const expected = { ...content, fromMe: false, source: 'contact' }
  let shown: object = {}
  // An edit arrives after its message.
  await eventually(async () => {
    shown = (await gateway.api('GET', `/messages/${session}/${id}`)).body.data ?? {}
    return isMatch(shown, expected)
  }).catch(() => undefined)
  expect(shown).toMatchObject(expected)
})

function isMatch(shown: object, expected: object): boolean {
  try {
    expect(shown).toMatchObject(expected)
    return true
  } catch {
    return false
  }
}
