import { expect, it } from 'vitest'
import { Pacer } from './pacer.ts'

const forEver = new AbortController().signal
/** All that happens without a timer has happened after this. */
const noTimePasses = () => new Promise(setImmediate)

it('lets a burst through at once, and the rest one after the other, in the order of asking', async () => {
  const pacer = new Pacer(50)
  const turns: number[] = []
  const startedAt = performance.now()
  const all = Promise.all(
    Array.from({ length: 70 }, async (_, index) => {
      const end = await pacer.turn(forEver)
      turns.push(index)
      end()
    }),
  )
  await noTimePasses()
  expect(turns.length).toBeGreaterThanOrEqual(50)
  await all
  expect(turns).toEqual(turns.toSorted((a, b) => a - b))
  // 20 more than the burst, at 50 a second.
  expect(performance.now() - startedAt).toBeGreaterThan(350)
})

it('lets go of those whose partition is gone, without spending turns on them', async () => {
  const pacer = new Pacer(1)
  await pacer.turn(forEver)
  const gone = AbortSignal.abort()
  let left = 0
  for (let n = 0; n < 50; n++) void pacer.turn(gone).then(() => left++)
  await noTimePasses()
  expect(left).toBe(50)
})

it('lets in no more than it can finish, and the next when one is done', async () => {
  const pacer = new Pacer(3)
  const turns = Array.from({ length: 5 }, () => pacer.turn(forEver))
  const opened: number[] = []
  turns.forEach((turn, index) => void turn.then(() => opened.push(index)))
  const ends = await Promise.all(turns.slice(0, 3))
  // Long enough for two more tokens.
  await new Promise((resolve) => setTimeout(resolve, 1_200))
  expect(opened).toEqual([0, 1, 2])
  const end = ends[0]
  end?.()
  end?.()
  await turns[3]
  await noTimePasses()
  expect(opened).toEqual([0, 1, 2, 3])
  ends[1]?.()
  await turns[4]
})
