import { describe, expect, it } from 'vitest'
import { parseDuration } from './duration.ts'
import { compileRetryDelay } from './retryDelay.ts'

describe('a retry delay expression', () => {
  it.each([
    ['1000', 3, 1000],
    ['1000 * (1 + retried)', 3, 4000],
    ['pow(2, retried) * 1000', 3, 8000],
    ['max(1000, pow(2, retried) * 100)', 2, 1000],
    ['min(10, 20) - 4 - 3', 0, 3],
    ['2 + 3 * 4 / 2', 0, 8],
    ['-retried + abs(-5)', 2, 3],
    ['floor(1.9) + ceil(1.1) + round(2.5) + sqrt(16) + exp(0)', 0, 11],
  ])('%s is computed', (text, retried, delay) => {
    expect(compileRetryDelay(text)(retried)).toBe(delay)
  })

  it.each([
    '',
    '1 +',
    '(1',
    'pow(2)',
    'pow(2, 3, 4)',
    'sqrt',
    'retries',
    'constructor(1)',
    '1; 2',
    '1 2',
    '1e',
    '('.repeat(501),
  ])('%s is refused', (text) => {
    expect(() => compileRetryDelay(text)).toThrow('invalid retry delay expression')
  })
})

describe('a duration', () => {
  it.each([
    ['90s', 90_000],
    ['1d10h30m', 124_200_000],
    ['1.5ms', 1.5],
    ['90', undefined],
    ['s', undefined],
    ['1s!', undefined],
  ])('%s is %s ms', (text, ms) => {
    expect(parseDuration(text)).toBe(ms)
  })
})
