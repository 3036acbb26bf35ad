import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { ValidationFailed } from '#shared/errors/index.ts'
import { parseQuery } from './parseQuery.ts'

const schema = z.strictObject({
  limit: z.int().min(1).max(100).default(50),
  all: z.boolean().optional(),
  phones: z.array(z.string()).optional(),
  jid: z.string().optional(),
})
const parse = (query: string) => parseQuery(schema, `http://localhost/things${query}`)

function faultOf(query: string) {
  try {
    return { data: parse(query) }
  } catch (error) {
    return error instanceof ValidationFailed ? error.details : error
  }
}

it('converts numbers, booleans and lists by their schemas', () => {
  expect(parse('?limit=7&all=true&phones=1,,2&jid=5')).toEqual({
    ...{ limit: 7, all: true, phones: ['1', '2'], jid: '5' },
  })
  expect(parse('')).toEqual({ limit: 50 })
})

describe('a number', () => {
  it.each(['0x10', '1e1', '%201%20', '+5', '%2B5', '-1', '١٢', '1.0', '', '1_0', 'NaN', '9'.repeat(400)])(
    'is refused as %s',
    (text) => {
      expect(faultOf(`?limit=${text}`)).toEqual([
        { path: 'limit', message: 'Give a whole number in decimal digits' },
      ])
    },
  )

  it.each(['0', '101'])('is refused outside of its bounds: %s', (text) => {
    expect(faultOf(`?limit=${text}`)).toMatchObject([{ path: 'limit' }])
  })
})

it.each(['1', 'TRUE', '', 'yes'])('refuses %s as a boolean', (text) => {
  expect(faultOf(`?all=${text}`)).toEqual([{ path: 'all', message: 'Give true or false' }])
})

it.each(['limit=1&limit=2', 'limit=1&limit=1', 'phones=1&phones=2', 'jid=a&%6Aid=b', 'x=1&x=2'])(
  'refuses a repeated parameter: %s',
  (query) => {
    expect(faultOf(`?${query}`)).toMatchObject([{ message: 'Give this parameter once' }])
  },
)

it.each([
  ['limt=1', 'limt', 'unknown; did you mean limit?'],
  ['cursor=x', 'cursor', 'unknown; remove the field'],
  ['constructor=x', 'constructor', 'unknown; remove the field'],
  ['__proto__=x', '__proto__', /reserved/],
])('refuses an unknown parameter: %s', (query, path, message) => {
  expect(faultOf(`?${query}`)).toEqual([
    { path, message: typeof message === 'string' ? message : expect.stringMatching(message) },
  ])
})
