import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { connectorCount, estimate, ORDINARY, total } from './estimate.ts'
import { costTable } from './table.ts'

it('shows in docs/cost.md what the formula says', () => {
  expect(readFileSync(new URL('../../docs/cost.md', import.meta.url), 'utf8')).toContain(costTable())
})

it('charges an idle deployment for what runs anyway, and no more', () => {
  const idle = estimate({ ...ORDINARY, sessions: 0 })
  expect(idle.upstash + idle.files).toBe(0)
  // One connector of 1 vCPU and 2 GB on ARM, with its address: 730 hours.
  expect(idle.connectors).toBeCloseTo(730 * (0.03238 + 2 * 0.00356 + 0.005))
})

it('grows with sessions by what they say, and by connectors in steps', () => {
  const of = (sessions: number) => estimate({ ...ORDINARY, sessions })
  expect([1, 700, 701, 4_000].map((sessions) => connectorCount({ ...ORDINARY, sessions }))).toEqual([
    1, 1, 2, 6,
  ])
  expect(of(2_000).upstash).toBeCloseTo(2 * of(1_000).upstash)
  expect(total(of(4_000)) / 4_000).toBeLessThan(total(of(50)) / 50)
})
