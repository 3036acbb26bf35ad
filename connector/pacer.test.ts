import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { Pacer } from './pacer.ts'

const forEver = new AbortController().signal

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] })
})
afterEach(() => {
  vi.useRealTimers()
})

it('lets a burst through at once, and the rest one after the other, in the order of asking', async () => {
  const pacer = new Pacer(50)
  const turns: number[] = []
  const all = Promise.all(
    Array.from({ length: 70 }, async (_, index) => {
      const end = await pacer.turn(forEver)
      turns.push(index)
      end()
    }),
  )
  await vi.advanceTimersByTimeAsync(0)
  expect(turns).toHaveLength(50)
  // 20 more than the burst, at 50 a second.
  await vi.advanceTimersByTimeAsync(350)
  expect(turns.length).toBeLessThan(70)
  await vi.runAllTimersAsync()
  await all
  expect(turns).toEqual(turns.toSorted((a, b) => a - b))
})

it('lets go of those whose partition is gone, without spending turns on them', async () => {
  const pacer = new Pacer(1)
  await pacer.turn(forEver)
  const gone = AbortSignal.abort()
  // No time passes.
  await Promise.all(Array.from({ length: 50 }, () => pacer.turn(gone)))
})

it('lets in no more than it can finish, and the next when one is done', async () => {
  const pacer = new Pacer(3)
  const turns = Array.from({ length: 5 }, () => pacer.turn(forEver))
  const opened: number[] = []
  turns.forEach((turn, index) => void turn.then(() => opened.push(index)))
  const ends = await Promise.all(turns.slice(0, 3))
  // Long enough for two more tokens.
  await vi.advanceTimersByTimeAsync(1_200)
  expect(opened).toEqual([0, 1, 2])
  const end = ends[0]
  end?.()
  end?.()
  await turns[3]
  await new Promise(setImmediate)
  expect(opened).toEqual([0, 1, 2, 3])
  ends[1]?.()
  await turns[4]
})
