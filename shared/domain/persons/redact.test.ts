import { describe, expect, it } from 'vitest'
import { EVENTS, type StoredEvent, storedEventSchema } from '#shared/contracts/events.ts'
import { isNamedIn, personOf } from './person.ts'
import { redactContent, redactEvent } from './redact.ts'

const JID = '905551234567@s.whatsapp.net'
const OTHER = '905550000001@s.whatsapp.net'
const person = personOf([JID, '630846724446591@lid'])

describe('the content of another person', () => {
  it('loses the quoted text of the person, and keeps the quoted text of others', () => {
    const quoted = (participant: string) => ({ text: 'yes', quoted: { id: 'Q', participant, text: 'words' } })
    expect(redactContent(person, quoted(JID)).quoted).toEqual({
      id: 'Q',
      participant: 'erased@s.whatsapp.net',
    })
    expect(redactContent(person, quoted(OTHER))).toEqual(quoted(OTHER))
  })

  it('loses a card of the person, by phone or by vCard, and keeps other cards', () => {
    const contacts = [
      { name: 'Ayşe', phone: '905551234567' },
      { name: 'Ayşe', vcard: 'FN:Ayşe\nTEL:+905551234567' },
      { name: 'Ahmet', phone: '905550000001' },
    ]
    expect(redactContent(person, { contacts }).contacts).toEqual([
      { name: 'erased' },
      { name: 'erased' },
      contacts[2],
    ])
  })
})

describe('an event', () => {
  it.each(Object.values(EVENTS))(
    '$type of the person fits its contract without the person',
    ({ type, example }) => {
      const named = JSON.parse(
        JSON.stringify(example).replaceAll(OTHER, JID).replaceAll('123456789012345', '630846724446591'),
      )
      const stored: Record<string, object> = {
        'session.qr': { qr: '2@abc' },
        'message.received': { content: { ...named.content, base64: '' } },
      }
      const event = { type, data: { ...named, ...stored[type] } } as StoredEvent
      const redacted = redactEvent(person, { ...event, chat: JID, messageSender: JID })
      expect(isNamedIn(person, redacted)).toBe(false)
      expect(storedEventSchema.safeParse(redacted).error).toBeUndefined()
    },
  )

  it('keeps its content if another person wrote the message', () => {
    const { example, type } = EVENTS['message.received']
    const content = { ...example.content, text: 'hi', base64: '' as const }
    const data = { ...example, from: OTHER, content }
    const event = { type, chat: OTHER, messageSender: OTHER, data }
    expect(redactEvent(person, event)).toEqual(event)
  })
})
