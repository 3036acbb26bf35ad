import { expect, it } from 'vitest'
import type { MessageContent } from '#shared/contracts/messages.ts'
import { cut } from '#shared/contracts/sizes.ts'
import { answerBytes } from '#shared/pagination.ts'
import { trimContent } from './trimContent.ts'

it('leaves a message within the limits unchanged and unmarked', () => {
  const content: MessageContent = {
    text: 'x'.repeat(65_536),
    quoted: { id: 'Q', text: 'y', fromMe: true },
    mentions: ['1@lid'],
    contacts: [{ name: 'A', phone: '1', vcard: 'BEGIN:VCARD' }],
    poll: { name: 'p', options: ['a'], selectable: 0 },
  }
  expect(trimContent(content)).toEqual(content)
})

it('keeps a surrogate pair whole, or omits it', () => {
  expect(cut('a😀b', 2)).toBe('a')
  expect(cut('a😀b', 3)).toBe('a😀')
  expect(cut('😀', 1)).toBe('')
  expect(trimContent({ caption: `${'x'.repeat(65_535)}😀` }).caption?.isWellFormed()).toBe(true)
})

it.each<[string, MessageContent, MessageContent]>([
  ['a file name', { filename: 'n'.repeat(1_001) }, { filename: 'n'.repeat(1_000) }],
  [
    'the name on a card',
    { contacts: [{ name: 'n'.repeat(1_001) }] },
    { contacts: [{ name: 'n'.repeat(1_000) }] },
  ],
  [
    'a vCard',
    { contacts: [{ name: 'a', phone: '1', vcard: 'v'.repeat(20_001) }] },
    { contacts: [{ name: 'a', phone: '1' }] },
  ],
  ['a mention', { mentions: ['1@lid', 'x'.repeat(129)] }, { mentions: ['1@lid'] }],
  [
    'the id of a button',
    { text: 'a', selectedId: 'i'.repeat(1_001) },
    { text: 'a', selectedId: 'i'.repeat(1_000) },
  ],
  [
    'a URL, which is useless when it is cut',
    { buttons: [{ type: 'url', text: 'a', url: 'u'.repeat(4_097) }] },
    { buttons: [{ type: 'url', text: 'a' }] },
  ],
  [
    'a list of buttons',
    { buttons: Array.from({ length: 101 }, () => ({ type: 'reply' as const, text: 'a' })) },
    { buttons: Array.from({ length: 100 }, () => ({ type: 'reply' as const, text: 'a' })) },
  ],
  ['a hash', { sha256: 'f'.repeat(1_000) }, { sha256: 'f'.repeat(128) }],
  ['a reaction', { emoji: 'e'.repeat(2_000), messageId: 'm' }, { emoji: 'e'.repeat(1_000), messageId: 'm' }],
])('trims %s that is too long, and marks the message', (_, content, kept) => {
  expect(trimContent(content)).toEqual({ ...kept, truncated: true })
})

it("keeps each message below Lambda's answer limit, also one of control characters only", () => {
  const worst = '\u0001'
  const long = worst.repeat(1_000_000)
  const content = trimContent({
    text: long,
    header: long,
    footer: long,
    buttons: Array.from({ length: 1_000 }, () => ({ type: 'reply', text: long, id: long, url: long })),
    cards: Array.from({ length: 1_000 }, () => ({ text: long, header: long, footer: long })),
    nativeFlows: Array.from({ length: 1_000 }, () => ({ name: long, json: worst.repeat(65_536) })),
    contacts: Array.from({ length: 1_000 }, () => ({ name: long, vcard: worst.repeat(20_000) })),
    quoted: { id: long, participant: long, text: long },
    mentions: Array.from({ length: 5_000 }, () => worst.repeat(128)),
  })
  expect(content.truncated).toBe(true)
  expect(answerBytes(content)).toBeLessThan(6_000_000)
})
