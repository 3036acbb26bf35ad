import { expect, it } from 'vitest'
import { EVENTS, type EventName, type StoredEvent, storedEventSchema } from '#shared/contracts/events.ts'
import { SILENT_TYPES } from '#shared/contracts/messages.ts'
import { readChatEvent } from './chatEvent.ts'

const CHAT = '905551234567@s.whatsapp.net'

function rowOf(event: StoredEvent) {
  const none = { messageId: null, messageSender: null, heldUntil: null, publishedAt: null, handledAt: null }
  const owner = { id: 'evt_1', seq: 1, xid: '1', appId: 'app_1', sessionId: 'YoNofiM9vtHy', chat: CHAT }
  return { ...event, ...owner, ...none, occurredAt: new Date(0) }
}
const exampleOf = (type: Exclude<EventName, 'webhook.test'>) =>
  storedEventSchema.parse({ type, data: EVENTS[type].example })

it('reads a received message and a message from the phone', () => {
  expect(readChatEvent(rowOf(exampleOf('message.received')))).toMatchObject({
    messageId: '3EB0A8C2F5B7E6A1',
    isFromPhone: false,
    reply: { text: 'Hey, is my order ready?' },
    contact: { name: 'Ahmet', phone: '905551234567' },
  })
  expect(readChatEvent(rowOf(exampleOf('message.from_phone')))).toMatchObject({ isFromPhone: true })
})

it('ignores other events, erased messages, and kinds that no person says', () => {
  expect(readChatEvent(rowOf(exampleOf('message.sent')))).toBeNull()
  expect(readChatEvent(rowOf(exampleOf('group.update')))).toBeNull()
  const { example: data } = EVENTS['message.received']
  const association = { type: 'hd_image_dual_upload', messageId: '3EB0A8C2F5B7E6A1' }
  for (const change of [
    { erased: true },
    ...SILENT_TYPES.map((type) => ({ type })),
    { type: 'image', content: { ...data.content, association } },
  ]) {
    const event = storedEventSchema.parse({ type: 'message.received', data: { ...data, ...change } })
    expect(readChatEvent(rowOf(event))).toBeNull()
  }
})

it.each(['120363041234567890@newsletter', 'status@broadcast', '0@s.whatsapp.net', '12345@broadcast'])(
  'ignores a message in %s',
  (chat) => {
    expect(readChatEvent({ ...rowOf(exampleOf('message.received')), chat })).toBeNull()
  },
)

it('refuses a row that does not fit the contract of its type', () => {
  const row = rowOf(exampleOf('message.received'))
  const { data } = exampleOf('message.sent')
  expect(() => readChatEvent({ ...row, data })).toThrow()
})
