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

it('does not wait for the interval after a batch of one item', async () => {
  const batcher = new Batcher<number, number>({
    work: async (items) => items,
    isItemFault: () => true,
    intervalMs: 1_000_000_000,
  })
  for (const item of [1, 2, 3]) expect(await batcher.add(item)).toBe(item)
})

it('waits for the interval after a batch of several items, and then takes all waiting items', async () => {
  const starts: number[] = []
  const sizes: number[] = []
  const batcher = new Batcher<number, number>({
    async work(items) {
      starts.push(performance.now())
      sizes.push(items.length)
      return items
    },
    isItemFault: () => true,
    intervalMs: 100,
  })
  await Promise.all([batcher.add(1), batcher.add(2)])
  const third = batcher.add(3)
  await new Promise(setImmediate)
  await Promise.all([third, batcher.add(4)])
  expect(sizes).toEqual([2, 2])
  // The clock of timers has whole milliseconds, so that a timer may fire early by two of them.
  expect((starts[1] ?? 0) - (starts[0] ?? 0)).toBeGreaterThanOrEqual(98)
})

it('runs the items of a blocked batch beside the later batches, a few at a time', async () => {
  const blocked = new Error('lock timeout')
  const alone: number[] = []
  const releases: (() => void)[] = []
  const batcher = new Batcher<number, number>({
    async work(items) {
      if (items.includes(0)) throw blocked
      return items
    },
    isItemFault: () => true,
    aside: {
      isBlocked: (error) => error === blocked,
      async work(item) {
        alone.push(item)
        if (item <= 0) await new Promise<void>((resolve) => releases.push(resolve))
        if (item === 3) throw new Error('three')
        return item * 10
      },
    },
  })
  const first = [0, -1, 2, 3, -4, -5].map((item) => batcher.add(item))
  const failed = expect(first[3]).rejects.toThrow('three')
  expect(await first[2]).toBe(20)
  await failed
  // The four places are taken by items that wait.
  expect(alone).toEqual([0, -1, 2, 3, -4, -5])
  const second = [0, -6].map((item) => batcher.add(item))
  // The next item gets a batch of its own.
  await new Promise(setImmediate)
  expect(await batcher.add(7)).toBe(7)
  expect(alone).toHaveLength(6)
  while (releases.length > 0) {
    for (const release of releases.splice(0)) release()
    await new Promise(setImmediate)
  }
  expect(await Promise.all([first[0], first[1], first[4], first[5], ...second])).toEqual([
    0, -10, -40, -50, 0, -60,
  ])
})
