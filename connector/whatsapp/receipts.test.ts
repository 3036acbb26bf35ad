import { expect, it } from 'vitest'
import { readReceipt } from './receipts.ts'

const receipt = (attrs: Record<string, string>, ids: string[] = []) => ({
  tag: 'receipt',
  attrs: { id: 'A', from: '1@s.whatsapp.net', ...attrs },
  ...(ids.length > 0 && {
    content: [{ tag: 'list', attrs: {}, content: ids.map((id) => ({ tag: 'item', attrs: { id } })) }],
  }),
})

it.each([
  [{}, { status: 'DELIVERED', author: 'me', messageIds: ['A'] }],
  [{ type: 'inactive' }, { status: 'DELIVERED', author: 'me', messageIds: ['A'] }],
  [{ type: 'read' }, { status: 'READ', author: 'me', messageIds: ['A'] }],
  [{ type: 'played' }, { status: 'PLAYED', author: 'me', messageIds: ['A'] }],
  [
    { type: 'read-self', recipient: '2@lid' },
    { status: 'READ', author: 'others', messageIds: ['A'] },
  ],
  [{ type: 'retry' }, null],
  [{ type: 'sender', recipient: '2@lid' }, null],
  [{ recipient: '2@lid' }, null],
])('reads %j', (attrs, change) => {
  expect(readReceipt(receipt(attrs as unknown as Record<string, string>))).toEqual(change)
})

it('reads all messages of a list', () => {
  expect(readReceipt(receipt({ type: 'read' }, ['B', 'C']))?.messageIds).toEqual(['A', 'B', 'C'])
})
