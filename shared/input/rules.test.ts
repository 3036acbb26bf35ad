import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { lenient, withoutDefaults } from './reform.ts'
import { atLeastOneOf, dependsOn, exactlyOneOf, uniqueTexts } from './rules.ts'
import { emptyOrFilledText, filledName, filledText } from './text.ts'
import { timeZone } from './timeZone.ts'
import { webUrl } from './webUrl.ts'

const published = (schema: z.ZodType) => z.toJSONSchema(schema, { io: 'input' })
const accepts = (schema: z.ZodType, value: unknown) => schema.safeParse(value).success

describe('a rule is checked and published from one source', () => {
  const fields = z.strictObject({
    a: z.string().optional(),
    b: z.string().optional(),
    c: z.string().optional(),
  })

  it('exactly one of', () => {
    const schema = exactlyOneOf(fields, ['a', 'b'], 'One')
    expect(published(schema)).toMatchObject({ oneOf: [{ required: ['a'] }, { required: ['b'] }] })
    expect([{ a: '' }, { b: '', c: '' }].every((value) => accepts(schema, value))).toBe(true)
    expect([{}, { c: '' }, { a: '', b: '' }].some((value) => accepts(schema, value))).toBe(false)
  })

  it('at least one of, together with another rule', () => {
    const schema = dependsOn(atLeastOneOf(fields, ['a', 'b'], 'Some'), 'c', 'a')
    expect(published(schema)).toMatchObject({
      anyOf: [{ required: ['a'] }, { required: ['b'] }],
      dependentRequired: { c: ['a'] },
    })
    expect([{ a: '' }, { a: '', b: '', c: '' }].every((value) => accepts(schema, value))).toBe(true)
    expect([{}, { b: '', c: '' }].some((value) => accepts(schema, value))).toBe(false)
  })

  it('unique texts', () => {
    const schema = uniqueTexts(z.array(z.string()), 'Differ')
    expect(published(schema)).toMatchObject({ uniqueItems: true })
    expect([accepts(schema, ['a', 'b']), accepts(schema, ['a', 'a'])]).toEqual([true, false])
  })
})

it.each([
  ['a text', filledText(20)],
  ['a name', filledName(20)],
  ['a text that may be empty', emptyOrFilledText(20)],
])('%s is accepted exactly if the published schema accepts it', (_, schema) => {
  const { pattern = '', minLength = 0 } = published(schema)
  const expression = new RegExp(pattern, 'u')
  const texts = fc.string({
    unit: fc.constantFrom('a', ' ', '\t', '\n', '\u00A0', '\u3000', '\uFEFF', '\u0085'),
    maxLength: 20,
  })
  fc.assert(
    fc.property(texts, (text) => {
      expect(accepts(schema, text)).toBe(text.length >= minLength && expression.test(text))
    }),
  )
  expect(accepts(schema, ' \u2003\t')).toBe(false)
  // JSON Schema counts code points. This character has two UTF-16 units.
  expect([accepts(schema, '😀'.repeat(20)), accepts(schema, '😀'.repeat(21))]).toEqual([true, false])
})

it.each(['Europe/Istanbul', 'UTC', 'Etc/GMT+3', 'America/Argentina/Buenos_Aires', 'Asia/Calcutta'])(
  'accepts the time zone %s',
  (name) => expect(accepts(timeZone(), name)).toBe(true),
)

it.each(['Mars', '+03:00', '', 'Europe/Istanbul ', 'x'.repeat(1e6)])('refuses the time zone %s', (name) =>
  expect(accepts(timeZone(), name)).toBe(false),
)

it('accepts each zone that this runtime knows', () => {
  const refused = Intl.supportedValuesOf('timeZone').filter((name) => !accepts(timeZone(), name))
  expect(refused).toEqual([])
})

it.each(['ftp://example.com', 'http:example.com', 'javascript:alert(1)', 'https://', 'not a url', ''])(
  'reports one fault for %s, which is no address of the web',
  (url) => expect(webUrl().safeParse(url).error?.issues).toHaveLength(1),
)

describe('a stored value', () => {
  const schema = z.strictObject({
    list: z.array(z.strictObject({ a: z.string() })).default([]),
    either: z.union([z.string(), z.strictObject({ b: z.int() })]).optional(),
    map: z.record(z.string(), z.strictObject({ c: z.int() })).optional(),
  })

  it('stays readable with unknown names at every depth, which are dropped', () => {
    const stored = {
      old: 1,
      list: [{ a: 'x', old: 1 }],
      either: { b: 1, old: 1 },
      map: { m: { c: 1, old: 1 } },
    }
    expect(accepts(schema, stored)).toBe(false)
    expect(lenient(schema).parse(stored)).toEqual({
      ...{ list: [{ a: 'x' }], either: { b: 1 }, map: { m: { c: 1 } } },
    })
    expect(lenient(schema).safeParse({ list: [{ a: 5 }] }).success).toBe(false)
  })

  it('has no defaults after the check of an input, and the published schema keeps them', () => {
    const check = withoutDefaults(schema)
    expect(check.parse({})).toEqual({})
    expect(published(check).properties?.list).toMatchObject({ type: 'array', default: [] })
  })
})
