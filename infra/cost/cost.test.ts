import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { connectorCount, estimate, ORDINARY, total } from './estimate.ts'
import { costTable } from './table.ts'

it('shows the current estimates in docs/cost.md', () => {
  expect(readFileSync(new URL('../../docs/cost.md', import.meta.url), 'utf8')).toContain(costTable())
})

it('charges an idle deployment only for the resources that always run', () => {
  const idle = estimate({ ...ORDINARY, sessions: 0 })
  expect(idle.upstash + idle.files).toBe(0)
  // A connector of 1 vCPU and 2 GB on ARM with a public address, for 730 hours.
  expect(idle.connectors).toBeCloseTo(730 * (0.03238 + 2 * 0.00356 + 0.005))
})

it("grows with the sessions' messages, and in steps with connectors", () => {
  const of = (sessions: number) => estimate({ ...ORDINARY, sessions })
  expect([1, 700, 701, 4_000].map((sessions) => connectorCount({ ...ORDINARY, sessions }))).toEqual([
    1, 1, 2, 6,
  ])
  expect(of(2_000).upstash).toBeCloseTo(2 * of(1_000).upstash)
  expect(total(of(4_000)) / 4_000).toBeLessThan(total(of(50)) / 50)
})
