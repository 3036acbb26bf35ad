import { expect, it } from 'vitest'
import { NewsOrder } from './newsOrder.ts'

it('knows of an answer that news has overtaken, of each thing apart', () => {
  const order = new NewsOrder()
  order.note('a')
  const asked = order.now
  order.note('b')
  expect([order.isOvertaken('a', asked), order.isOvertaken('b', asked)]).toEqual([false, true])
  expect(order.newsSince(asked)).toEqual(['b'])
})

it('writes in the order of asking, also behind a write that failed', async () => {
  const order = new NewsOrder()
  const written: number[] = []
  const failed = order.inLine(async () => {
    await new Promise((resolve) => setImmediate(resolve))
    written.push(1)
    throw new Error('refused')
  })
  const second = order.inLine(async () => written.push(2))
  await expect(failed).rejects.toThrow('refused')
  await second
  expect(written).toEqual([1, 2])
})
