import { expect, it } from 'vitest'
import { cpuMeter, type Interruptible, OverBudget, runWithinBudget } from './index.ts'

/** Returns a meter that counts the given number of ms for each reading. */
const each = (ms: number) => ({
  start() {
    let spent = 0
    return () => {
      spent += ms
      return spent
    }
  },
})

function* pieces(count: number, done: string[] = []): Interruptible<string> {
  for (let piece = 0; piece < count; piece += 1) {
    done.push(`piece ${piece}`)
    yield
  }
  return 'whole'
}

it('returns the result and the CPU of a computation within its budget', async () => {
  const limit = { meter: each(10), budgetMs: 100 }
  expect(await runWithinBudget(pieces(5), limit)).toEqual({ result: 'whole', spentMs: 60 })
})

it('interrupts a computation at the piece that finds the budget used up', async () => {
  const done: string[] = []
  const limit = { meter: each(10), budgetMs: 100 }
  await expect(runWithinBudget(pieces(1_000, done), limit)).rejects.toThrow(OverBudget)
  expect(done).toHaveLength(11)
})

it('returns the result of an interrupted computation that catches the error', async () => {
  function* careful(): Interruptible<string> {
    try {
      return yield* pieces(1_000)
    } catch (error) {
      yield
      return error instanceof OverBudget ? 'a part' : 'a fault'
    }
  }
  const { result } = await runWithinBudget(careful(), { meter: each(10), budgetMs: 100 })
  expect(result).toBe('a part')
})

it('gives the event loop a turn between two slices, for any number of computations', async () => {
  let turns = 0
  let isOver = false
  const count = () => {
    turns += 1
    if (!isOver) setImmediate(count)
  }
  setImmediate(count)
  const limit = { meter: each(20), budgetMs: 1_000 }
  await Promise.all(Array.from({ length: 10 }, () => runWithinBudget(pieces(20), limit)))
  isOver = true
  expect(turns).toBeGreaterThanOrEqual(200)
})

it('does not count time in which the process waits', () => {
  const spent = cpuMeter.start()
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 250)
  expect(spent()).toBeLessThan(200)
})

it('counts time in which the process works', () => {
  const spent = cpuMeter.start()
  while (spent() < 5);
  expect(spent()).toBeGreaterThanOrEqual(5)
})
