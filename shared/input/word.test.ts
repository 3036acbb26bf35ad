import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { readInput } from './findFaults.ts'
import { spelled, spelledType } from './spelled.ts'
import { unionByType } from './unionByType.ts'
import { wholeSeconds } from './wholeSeconds.ts'
import { word } from './word.ts'

const faultsOf = (schema: z.ZodType, value: unknown) => {
  const read = readInput(schema, value)
  return 'faults' in read ? read.faults : []
}

describe('a word', () => {
  const schema = word(['not_equals', 'in', 'x-y'], { nope: 'not_equals' })

  it.each([
    ['not_equals', 'not_equals'],
    ['NOT EQUALS', 'not_equals'],
    ['notEquals', 'not_equals'],
    ['Not-Equals', 'not_equals'],
    ['NOPE', 'not_equals'],
    ['İN', 'in'],
    ['ın', 'in'],
    ['X Y', 'x-y'],
  ])('reads %j as %s', (written, expected) => {
    expect(schema.parse(written)).toBe(expected)
  })

  it.each(['', 'not__equals', ' in', 'in\n', 'not_equal', 'İn!', 7, null])('does not read %j', (written) => {
    expect(schema.safeParse(written).success).toBe(false)
  })

  it('names the words and the nearest one', () => {
    expect(faultsOf(schema, 'not_equal')).toEqual([
      { path: '', message: 'Give one of: not_equals, in, x-y. Did you mean not_equals?' },
    ])
    expect(faultsOf(schema, 'zzz')).toEqual([{ path: '', message: 'Give one of: not_equals, in, x-y.' }])
  })

  it('publishes its words, and a pattern of each spelling', () => {
    const { type, anyOf } = z.toJSONSchema(schema, { io: 'input' }) as { type: string; anyOf: object[] }
    const [words, spelling] = anyOf as [object, { pattern: string }]
    expect([type, words]).toEqual(['string', { enum: ['not_equals', 'in', 'x-y'] }])
    const pattern = new RegExp(spelling.pattern, 'u')
    expect(['NOT EQUALS', 'nope', 'İN'].every((text) => pattern.test(text))).toBe(true)
    expect(['not_equal', 'in\n', 'inn'].some((text) => pattern.test(text))).toBe(false)
  })
})

describe('an enumeration that a person may spell', () => {
  const kinds = ['first_contact', 'keyword'] as const
  const schema = spelled(z.enum(kinds), kinds)
  const union = spelledType(
    unionByType('kind', [
      z.strictObject({ kind: z.literal('first_contact') }),
      z.strictObject({ kind: z.literal('keyword'), words: z.string() }),
    ]),
    'kind',
    kinds,
  )

  it('reads a field, and the field that selects a type', () => {
    expect(schema.parse('First Contact')).toBe('first_contact')
    expect(union.parse({ kind: 'KEYWORD', words: 'a' })).toEqual({ kind: 'keyword', words: 'a' })
  })

  it('quotes a word that it does not know', () => {
    const message = 'Give one of: first_contact, keyword. Did you mean keyword? (you wrote "keywords")'
    expect(faultsOf(schema, 'keywords')).toEqual([{ path: '', message }])
    expect(faultsOf(union, { kind: 'keywords' })).toEqual([{ path: 'kind', message }])
  })

  it.each([[{}], [{ kind: 7 }], [null], [[]], ['keyword']])('leaves %j to the union', (value) => {
    expect(faultsOf(union, value)).toHaveLength(1)
  })
})

describe('whole seconds', () => {
  it.each([1, 9, 10, 47, 100, 604_800])('up to %i are published exactly', (max) => {
    const schema = wholeSeconds(max)
    const near = [
      -1,
      0,
      1,
      2,
      9,
      10,
      11,
      99,
      max - 100,
      max - 1,
      max,
      max + 1,
      max + 9,
      max * 10,
      max * 10 + 1,
    ]
    for (const seconds of near) {
      const isInside = seconds >= 1 && seconds <= max
      expect([seconds, schema.safeParse(seconds).success]).toEqual([seconds, isInside])
      expect([seconds, schema.safeParse(String(seconds)).success]).toEqual([seconds, isInside])
    }
    expect(schema.parse(String(max))).toBe(max)
  })

  it.each(['', ' 30', '30\n', '030', '3e1', '30.0', '+3', '٣٠', '1 min', true, null, 1.5])(
    'are not %j',
    (written) => {
      expect(wholeSeconds(1_000).safeParse(written).success).toBe(false)
    },
  )
})
