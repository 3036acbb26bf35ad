import { expect, it } from 'vitest'
import { planFaults } from './plan.ts'

const options = { forMs: 600_000, leaseMs: 9_000 }

it('two plans with one seed are the same, and another seed gives another plan', () => {
  const plan = planFaults({ ...options, seed: 7 })
  expect(planFaults({ ...options, seed: 7 })).toEqual(plan)
  expect(planFaults({ ...options, seed: 8 })).not.toEqual(plan)
})

it('a plan of ten minutes has each kind of fault, sorted by time, and none in the last 2 s', () => {
  const plan = planFaults({ ...options, seed: 1 })
  expect(new Set(plan.map(({ kind }) => kind)).size).toBe(15)
  const times = plan.map(({ atMs }) => atMs)
  expect(times).toEqual(times.toSorted((a, b) => a - b))
  expect(times.at(-1)).toBeLessThan(options.forMs - 2_000)
})

it('pauses a connector for longer than its lease', () => {
  const pauses = planFaults({ ...options, seed: 1 }).filter(({ kind }) => kind === 'connector.pause')
  expect(Math.min(...pauses.map(({ forMs }) => forMs))).toBeGreaterThan(options.leaseMs)
})

it('holds locks for 5 to 20 s', () => {
  const locks = planFaults({ ...options, seed: 1 }).filter(({ kind }) => kind === 'database.lock')
  expect(Math.min(...locks.map(({ forMs }) => forMs))).toBeGreaterThanOrEqual(5_000)
  expect(Math.max(...locks.map(({ forMs }) => forMs))).toBeLessThanOrEqual(20_000)
})

it('removes a connector only after it added one', () => {
  const moves = planFaults({ ...options, seed: 3, only: ['connector.resize'] }).map(({ kind }) => kind)
  expect(new Set(moves.filter((_, index) => index % 2 === 0))).toEqual(new Set(['connector.add']))
  expect(new Set(moves.filter((_, index) => index % 2 === 1))).toEqual(new Set(['connector.remove']))
})
