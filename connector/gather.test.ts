import { expect, it } from 'vitest'
import { Gatherer } from './gather.ts'

function doubling(isOfOne = true) {
  const pieces: number[][] = []
  const gatherer = new Gatherer<number, number>({
    async work(items) {
      pieces.push([...items])
      if (items.includes(13)) throw new Error('thirteen')
      await new Promise(setImmediate)
      return items.map((item) => item * 2)
    },
    isOfOne: () => isOfOne,
  })
  return { gatherer, pieces }
}

it('makes one piece of what comes together, and of what comes meanwhile, in order', async () => {
  const { gatherer, pieces } = doubling()
  const first = [gatherer.add(1), gatherer.add(2)]
  const later = gatherer.add(1).then(() => Promise.all([gatherer.add(3), gatherer.add(4)]))
  expect(await Promise.all(first)).toEqual([2, 4])
  expect(await later).toEqual([6, 8])
  expect(pieces).toEqual([
    [1, 2, 1],
    [3, 4],
  ])
})

it('lets one that is refused keep nobody from theirs', async () => {
  const { gatherer } = doubling()
  const settled = await Promise.allSettled([1, 13, 2].map((item) => gatherer.add(item)))
  expect(settled.map((each) => (each.status === 'fulfilled' ? each.value : 'refused'))).toEqual([
    2,
    'refused',
    4,
  ])
})

it('fails all where the fault is of none of them, and goes on', async () => {
  const { gatherer, pieces } = doubling(false)
  const settled = await Promise.allSettled([1, 13].map((item) => gatherer.add(item)))
  expect(settled.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
  expect(pieces).toEqual([[1, 13]])
  expect(await gatherer.add(5)).toBe(10)
})

it('puts no more together than may weigh so much, or have a key each, and keeps the order', async () => {
  const pieces: string[][] = []
  const gatherer = new Gatherer<string, string>({
    async work(items) {
      pieces.push([...items])
      return items
    },
    isOfOne: () => true,
    weight: { of: (item) => item.length, most: 5 },
    keyOf: (item) => item[0] ?? '',
  })
  const given = ['a', 'b', 'a2', 'c', 'dddddddd', 'e', 'ffff', 'g']
  expect(await Promise.all(given.map((item) => gatherer.add(item)))).toEqual(given)
  expect(pieces).toEqual([['a', 'b'], ['a2', 'c'], ['dddddddd'], ['e', 'ffff'], ['g']])
})
