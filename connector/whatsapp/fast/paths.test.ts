import { expect, test } from 'vitest'
import { FAST_PATHS, parseFastPaths } from './paths.ts'

test('selects all parts, no part, or the named parts', () => {
  expect([...parseFastPaths('all')]).toEqual(FAST_PATHS)
  expect([...parseFastPaths('none')]).toEqual([])
  expect(parseFastPaths('default').size).toBeGreaterThan(0)
  expect([...parseFastPaths('relay, receipts')]).toEqual(['relay', 'receipts'])
})

test('refuses an unknown part', () => {
  expect(() => parseFastPaths('relay,cipher')).toThrow('Unknown: cipher. Known: settings,')
})
