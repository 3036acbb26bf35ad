import { beforeAll, expect, it } from 'vitest'
import { KNOWN_FAILURES } from './knownFailures.ts'
import { runClient, type Step } from './runClient.ts'

const known = KNOWN_FAILURES.flatMap(({ steps }) => steps)
let report: Step[]
beforeAll(async () => {
  report = await runClient(known)
})

it('passes each step of whatsmeow that is not a known failure', () => {
  const failed = report.filter(({ step, ok }) => !ok && !known.includes(step))
  expect(failed).toEqual([])
  expect(report.length).toBeGreaterThan(150)
})

it('fails each known failure; a step that passes must leave knownFailures.ts', () => {
  const passed = report.filter(({ step, ok }) => ok && known.includes(step))
  expect(passed.map(({ step }) => `remove "${step}" from knownFailures.ts`)).toEqual([])
})

it('knows each step in knownFailures.ts, once', () => {
  const steps = report.map(({ step }) => step)
  expect(new Set(steps).size).toBe(steps.length)
  expect(new Set(known).size).toBe(known.length)
  expect(known.filter((step) => !steps.includes(step))).toEqual([])
})
