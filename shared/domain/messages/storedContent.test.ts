import { expect, it } from 'vitest'
import type { MessageContent } from '#shared/contracts/messages.ts'
import { readStoredContent } from './storedContent.ts'

it.each([
  ['a latitude that is null', { latitude: null }],
  ['both degrees null', { latitude: null, longitude: null }],
  ['a wrong type', { caption: 7 }],
  ['a wrong field inside of an object', { quoted: { id: 5 } }],
  ['a wrong item of a list', { mentions: ['905551234567@s.whatsapp.net', null] }],
  ['a value that the contract no longer has', { truncated: 'yes' }],
])('reads stored content without a field that has %s', (_, misfit) => {
  const content = { name: 'Istanbul', text: 'Here' }
  expect(readStoredContent({ ...content, ...misfit } as unknown as MessageContent)).toEqual(content)
})

it('reads stored content that fits as the same object', () => {
  const content = { latitude: 41.0082, longitude: 28.9784, name: 'Istanbul' }
  expect(readStoredContent(content)).toBe(content)
})
