import { expect, it } from 'vitest'
import { isDatabaseUnavailable, isUniqueViolation } from './faults.ts'

const withCode = (code: string) => Object.assign(new Error('x'), { code })

it.each(['ECONNREFUSED', '57P01', '08006', '53300', '25P03', '25P04', '57014', '55P03'])(
  'treats %s as an outage, at any depth of the causes',
  (code) => {
    expect(isDatabaseUnavailable(withCode(code))).toBe(true)
    expect(isDatabaseUnavailable(new Error('query', { cause: { error: withCode(code) } }))).toBe(true)
    expect(isDatabaseUnavailable(new Error('query', { cause: new AggregateError([withCode(code)]) }))).toBe(
      true,
    )
  },
)

it.each(['23505', '42601', '22P02'])('treats %s as a fault of the query', (code) => {
  expect(isDatabaseUnavailable(new Error('query', { cause: withCode(code) }))).toBe(false)
})

it('recognises the violated unique index', () => {
  const error = new Error('query', { cause: Object.assign(withCode('23505'), { constraint: 'a' }) })
  expect([isUniqueViolation(error), isUniqueViolation(error, 'a'), isUniqueViolation(error, 'b')]).toEqual([
    true,
    true,
    false,
  ])
})
