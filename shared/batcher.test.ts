import { expect, it } from 'vitest'
import { Batcher } from './batcher.ts'

function doubling(isItemFault = true) {
  const batches: number[][] = []
  const batcher = new Batcher<number, number>({
    async work(items) {
      batches.push([...items])
      if (items.includes(13)) throw new Error('thirteen')
      await new Promise(setImmediate)
      return items.map((item) => item * 2)
    },
    isItemFault: () => isItemFault,
  })
  return { batcher, batches }
}

it('batches items that are added together, and items that are added meanwhile, in order', async () => {
  const { batcher, batches } = doubling()
  const first = [batcher.add(1), batcher.add(2)]
  const later = batcher.add(1).then(() => Promise.all([batcher.add(3), batcher.add(4)]))
  expect(await Promise.all(first)).toEqual([2, 4])
  expect(await later).toEqual([6, 8])
  expect(batches).toEqual([
    [1, 2, 1],
    [3, 4],
  ])
})

it('returns the results of the other items when one item fails', async () => {
  const { batcher } = doubling()
  const settled = await Promise.allSettled([1, 13, 2].map((item) => batcher.add(item)))
  expect(settled.map((each) => (each.status === 'fulfilled' ? each.value : 'refused'))).toEqual([
    2,
    'refused',
    4,
  ])
})

it('rejects the whole batch when no item is at fault, and continues', async () => {
  const { batcher, batches } = doubling(false)
  const settled = await Promise.allSettled([1, 13].map((item) => batcher.add(item)))
  expect(settled.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
  expect(batches).toEqual([[1, 13]])
  expect(await batcher.add(5)).toBe(10)
})

it('limits a batch by weight and to distinct keys, and keeps the order', async () => {
  const batches: string[][] = []
  const batcher = new Batcher<string, string>({
    async work(items) {
      batches.push([...items])
      return items
    },
    isItemFault: () => true,
    weight: { of: (item) => item.length, max: 5 },
    keyOf: (item) => item[0] ?? '',
  })
  const given = ['a', 'b', 'a2', 'c', 'dddddddd', 'e', 'ffff', 'g']
  expect(await Promise.all(given.map((item) => batcher.add(item)))).toEqual(given)
  expect(batches).toEqual([['a', 'b'], ['a2', 'c'], ['dddddddd'], ['e', 'ffff'], ['g']])
})
