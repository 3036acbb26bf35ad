import { expect, it } from 'vitest'
import { NotFound, ValidationFailed } from './index.ts'

const fault = (index: number) => ({ path: `items.${index}`, message: 'Required' })

it('shows 50 faults whole, and 49 of more with a note', () => {
  const faults = Array.from({ length: 102 }, (_, index) => fault(index))
  expect(new ValidationFailed({ details: faults.slice(0, 50) }).details).toEqual(faults.slice(0, 50))
  const { details = [] } = new ValidationFailed({ details: faults })
  expect([details.length, details[48], details[49]?.message]).toEqual([
    50,
    fault(48),
    'Further faults are left out. Correct the faults above first.',
  ])
})

it('cuts paths to 200 characters and messages to 1,000, without half of a character', () => {
  const error = new ValidationFailed({
    details: [{ path: `a.${'😀'.repeat(25_000)}`, message: `Unknown ${'x'.repeat(50_000)}` }],
  })
  const [detail] = error.details ?? []
  expect(detail?.path.length).toBeLessThanOrEqual(200)
  expect(detail?.path.isWellFormed()).toBe(true)
  expect(detail?.message.length).toBeLessThanOrEqual(1_000)
  expect(error.message.length).toBeLessThanOrEqual(1_000)
})

it('cuts an id of the caller in the message of each error', () => {
  expect(new NotFound({ what: 'Session', id: 'x'.repeat(1e6) }).message.length).toBeLessThanOrEqual(1_000)
})
