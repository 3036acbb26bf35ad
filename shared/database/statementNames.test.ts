import { expect, it } from 'vitest'
import { StatementNames } from './statementNames.ts'

const text = (what: string) => `select ${what}, and so on, ${'.'.repeat(60)}`

it('gives each frequent statement its own permanent name', () => {
  const names = new StatementNames()
  const asked = Array.from({ length: 6 }, () => names.of(text('a')))
  expect(asked.map((name) => name !== undefined)).toEqual([false, false, false, false, true, true])
  expect(asked[5]).toBe(asked[4])
  for (let times = 0; times < 5; times++) names.of(text('b'))
  expect(names.of(text('b'))).not.toBe(names.of(text('a')))
})

it('gives no name to short or rare statements', () => {
  const names = new StatementNames()
  for (let times = 0; times < 10; times++) expect(names.of('begin')).toBeUndefined()
  for (let other = 0; other < 5_000; other++) expect(names.of(text(`${other}`))).toBeUndefined()
})

it('limits the number of names, and keeps the existing names', () => {
  const names = new StatementNames()
  const askOften = (what: number) => Array.from({ length: 5 }, () => names.of(text(`${what}`))).at(-1)
  const given = Array.from({ length: 300 }, (_, what) => askOften(what))
  expect(given.filter((name) => name !== undefined)).toHaveLength(200)
  expect(new Set(given.slice(0, 200)).size).toBe(200)
  expect(askOften(7)).toBe(given[7])
})
