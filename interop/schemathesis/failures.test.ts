import { expect, it } from 'vitest'
import { differences, unreached } from './failures.ts'

const failure = { operation: 'GET /a', check: 'not_a_server_error', count: 2, example: '      500' }
const entry = {
  run: 'api',
  operation: 'GET /a',
  check: 'not_a_server_error',
  reason: 'a known fault',
} as const

it('reports a failure that is not in the list, by operation and check', () => {
  expect(differences([failure], [])).toEqual(['GET /a: not_a_server_error (2)\n      500'])
})

it('accepts a failure that is in the list', () => {
  expect(differences([failure], [entry])).toEqual([])
})

it('reports an entry of the list whose failure no longer happens', () => {
  expect(differences([], [entry])).toEqual([expect.stringMatching(/^GET \/a: not_a_server_error passes now/)])
})

it('reports an operation that no request of any run succeeded at', () => {
  const runOf = (...statuses: number[]) => ({
    failures: [],
    statuses: new Map([['GET /a', new Set(statuses)]]),
    requests: 1,
  })
  expect(unreached([runOf(400, 401), runOf(200)])).toEqual([])
  expect(unreached([runOf(400), runOf(409)])).toMatchObject([{ operation: 'GET /a', check: 'succeeds' }])
})
