import { beforeAll, expect, it } from 'vitest'
import { runClient, type Step } from './runClient.ts'

let report: Step[]
beforeAll(async () => {
  report = await runClient()
})

it('passes each step of whatsmeow', () => {
  expect(report.filter(({ ok }) => !ok)).toEqual([])
  expect(report.length).toBeGreaterThan(150)
})

it('warns only in steps with an injected fault', () => {
  const warned = report.filter(({ warnings, injected }) => warnings && !injected)
  expect(warned).toEqual([])
})

it('names each step once', () => {
  const steps = report.map(({ step }) => step)
  expect(new Set(steps).size).toBe(steps.length)
})
