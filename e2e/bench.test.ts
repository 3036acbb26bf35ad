import { afterAll, expect, it } from 'vitest'
import { closeConnections } from '#local/customer/index.ts'
import { Shutdown } from '#local/process/index.ts'
import { runBench } from '../bench/bench.ts'
import { MEASURES, type MeasureName } from '../bench/measures/index.ts'

const NAMES = Object.keys(MEASURES) as MeasureName[]
const shutdown = new Shutdown()
afterAll(async () => {
  closeConnections()
  await shutdown.run()
})

it('runs every measure in a short run', async () => {
  const options = { quick: true, rounds: 1, sessions: 1 }
  const found = await runBench(NAMES, options, shutdown, () => undefined)
  for (const name of NAMES)
    for (const { title, rows } of found[name] ?? []) {
      expect(rows, title).not.toEqual([])
      const numbers = rows.flatMap((row) => Object.values(row)).filter((value) => typeof value === 'number')
      expect(numbers.every(Number.isFinite), `${title}: ${JSON.stringify(rows)}`).toBe(true)
    }
  expect(Object.keys(found)).toEqual(NAMES)
  // One round trip reads the session and one stores the message; the API key is cached.
  expect(found.send?.[0]?.rows[0]?.['API trips']).toBeLessThanOrEqual(3)
})
