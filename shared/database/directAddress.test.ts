import { expect, it } from 'vitest'
import { directAddress, withoutPooler } from './directAddress.ts'

const POOLED =
  'postgres://u:p%2Fw@ep-cool-sun-123456-pooler.eu-central-1.aws.neon.tech/neondb?sslmode=require'
const DIRECT = 'postgres://u:p%2Fw@ep-cool-sun-123456.eu-central-1.aws.neon.tech/neondb?sslmode=require'
const OTHER = 'postgres://u:p@database.example.com/vesper'

it.each([
  [POOLED, DIRECT],
  [DIRECT, DIRECT],
  [OTHER, OTHER],
])('returns the direct address of %s', (url, direct) => {
  expect(withoutPooler(url)).toBe(direct)
})

it('uses DATABASE_URL_DIRECT if it is set, and otherwise a DATABASE_URL without a pooler', () => {
  expect(directAddress({ DATABASE_URL: OTHER }).DATABASE_URL).toBe(OTHER)
  expect(directAddress({ DATABASE_URL: POOLED, DATABASE_URL_DIRECT: DIRECT }).DATABASE_URL).toBe(DIRECT)
})

it.each([
  [{ DATABASE_URL: POOLED }, /DATABASE_URL_DIRECT: is required/],
  [{ DATABASE_URL: POOLED, DATABASE_URL_DIRECT: POOLED }, /DATABASE_URL_DIRECT: names Neon's pooler/],
])('refuses the address of a pooler, without quoting the connection string', (environment, problem) => {
  const choose = () => directAddress(environment)
  expect(choose).toThrow(problem)
  expect(choose).not.toThrow(/cool-sun/)
})
