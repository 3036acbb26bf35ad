import { expect, it } from 'vitest'
import type { StatusChange } from '#shared/domain/messages/index.ts'
import type { LeaseHandle } from '../fleet/leaseHandle.ts'
import type { ConnectorServices } from '../services.ts'
import { Receipts } from './receipts.ts'

/** Opens receipts whose changes are recorded, and not written. */
function open() {
  const applied: string[] = []
  const clock = { nowMs: 0 }
  const services = { now: () => new Date(clock.nowMs) } as ConnectorServices
  const receipts = new Receipts(services, {
    sessionId: 'YoNofiM9vtHy',
    leaseHandle: {} as LeaseHandle,
    lidMappings: {
      learned: async () => undefined,
      inOrder: async () => Promise.reject(new Error('No test has a receipt of a member')),
    },
    queries: {
      advanceStatus: async ({ messageIds, author, status }) => {
        applied.push(`${author} ${messageIds.join('+')} ${status}`)
      },
    },
  })
  return { receipts, applied, clock }
}

const delivered = (...messageIds: string[]): StatusChange => ({
  messageIds,
  author: 'me',
  status: 'DELIVERED',
})

it('applies a receipt at once, and again after its message is stored', async () => {
  const { receipts, applied } = open()
  await receipts.store(delivered('A', 'B'))
  await receipts.store({ ...delivered('A'), status: 'READ' })
  await receipts.repeatFor('A', 'me')
  expect(applied).toEqual(['me A+B DELIVERED', 'me A READ', 'me A DELIVERED', 'me A READ'])
})

it('applies nothing again for a message without a receipt, or of another author', async () => {
  const { receipts, applied } = open()
  await receipts.store(delivered('A'))
  await receipts.repeatFor('B', 'me')
  await receipts.repeatFor('A', 'others')
  expect(applied).toEqual(['me A DELIVERED'])
})

it('forgets the receipts of the oldest of many messages', async () => {
  const { receipts, applied } = open()
  for (let index = 0; index <= 1_000; index++) await receipts.store(delivered(`id ${index}`))
  applied.length = 0
  await receipts.repeatFor('id 0', 'me')
  await receipts.repeatFor('id 1', 'me')
  expect(applied).toEqual(['me id 1 DELIVERED'])
})

it('applies a receipt again only once', async () => {
  const { receipts, applied } = open()
  await receipts.store(delivered('A'))
  await receipts.repeatFor('A', 'me')
  await receipts.repeatFor('A', 'me')
  expect(applied).toEqual(['me A DELIVERED', 'me A DELIVERED'])
})

it('forgets the oldest message if the messages together have too many receipts', async () => {
  const { receipts, applied } = open()
  await receipts.store(delivered('A'))
  for (let index = 0; index < 2_048; index++) await receipts.store(delivered('B'))
  applied.length = 0
  await receipts.repeatFor('A', 'me')
  expect(applied).toEqual([])
  await receipts.repeatFor('B', 'me')
  expect(applied).toHaveLength(2_048)
})

it('forgets a receipt after two minutes', async () => {
  const { receipts, applied, clock } = open()
  await receipts.store(delivered('A'))
  clock.nowMs = 120_000
  await receipts.store(delivered('B'))
  applied.length = 0
  await receipts.repeatFor('A', 'me')
  await receipts.repeatFor('B', 'me')
  expect(applied).toEqual(['me B DELIVERED'])
})
