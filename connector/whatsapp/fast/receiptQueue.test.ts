import { setImmediate as turn } from 'node:timers/promises'
import type { BinaryNode } from '@whiskeysockets/baileys'
import { expect, it } from 'vitest'
import { ReceiptQueue } from './receiptQueue.ts'

const receipt = (id: string, type?: string, further: string[] = []): BinaryNode => ({
  tag: 'receipt',
  attrs: { id, from: '1@s.whatsapp.net', ...(type !== undefined && { type }) },
  ...(further.length > 0 && {
    content: [
      { tag: 'list', attrs: {}, content: further.map((each) => ({ tag: 'item', attrs: { id: each } })) },
    ],
  }),
})

/** Creates a queue whose stores end when the test says so. */
function open() {
  const storing: { id: string; status: string | undefined; end(error?: Error): void }[] = []
  const acked: string[] = []
  const faults: unknown[] = []
  const queue = new ReceiptQueue({
    store: ({ attrs }, change) =>
      new Promise((resolve, reject) => {
        const end = (error?: Error) => (error ? reject(error) : resolve())
        storing.push({ id: attrs.id ?? '', status: change?.status, end })
      }),
    ack: async ({ attrs }) => void acked.push(attrs.id ?? ''),
    onFault: (error) => faults.push(error),
  })
  const begun = () => storing.map(({ id, status }) => [id, status])
  return { queue, storing, acked, faults, begun }
}

it('stores receipts of different messages together, and acks them in the order of arrival', async () => {
  const { queue, storing, acked, begun } = open()
  for (const id of ['A', 'B', 'C']) queue.add(receipt(id))
  expect(begun()).toEqual(['A', 'B', 'C'].map((id) => [id, 'DELIVERED']))
  storing[2]?.end()
  storing[1]?.end()
  await turn()
  expect(acked).toEqual([])
  storing[0]?.end()
  await turn()
  expect(acked).toEqual(['A', 'B', 'C'])
})

it('stores the receipts of one message one after the other, also when a list names the message', async () => {
  const { queue, storing, acked, begun } = open()
  queue.add(receipt('A'))
  queue.add(receipt('A', 'read'))
  queue.add(receipt('B', 'read', ['A']))
  expect(begun()).toEqual([['A', 'DELIVERED']])
  for (const index of [0, 1, 2]) {
    storing[index]?.end()
    await turn()
  }
  expect(begun().map(([, status]) => status)).toEqual(['DELIVERED', 'READ', 'READ'])
  expect(acked).toEqual(['A', 'A', 'B'])
})

it('acks no receipt that could not be stored, and continues with the next', async () => {
  const { queue, storing, acked, faults } = open()
  queue.add(receipt('A'))
  queue.add(receipt('A', 'read'))
  queue.add(receipt('B'))
  storing[0]?.end(new Error('fenced'))
  await turn()
  for (const { end } of storing.slice(1)) end()
  await turn()
  expect(acked).toEqual(['A', 'B'])
  expect(faults).toEqual([new Error('fenced')])
})

it('acks a receipt that changes no status', async () => {
  const { queue, storing, acked, begun } = open()
  queue.add(receipt('A', 'sender'))
  expect(begun()).toEqual([['A', undefined]])
  storing[0]?.end()
  await turn()
  expect(acked).toEqual(['A'])
})

it('stores 32 receipts at the same time, at most', async () => {
  const { queue, storing } = open()
  for (let id = 0; id < 50; id += 1) queue.add(receipt(String(id)))
  expect(storing).toHaveLength(32)
  storing[0]?.end()
  await turn()
  expect(storing).toHaveLength(33)
})
