import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cpuMs } from '#shared/testing.ts'
import { render } from './index.ts'

const values = { name: 'Ayşe', city: 'İzmir', blank: '  ', evil: '{{name}} {name}', constructor: undefined }

it.each([
  ['Hello {{name}}!', 'Hello Ayşe!'],
  ['Hello {{ name }}!', 'Hello Ayşe!'],
  ['{{name}}{{city}}', 'Ayşeİzmir'],
  ['{{name}} {{missing}} {{city}}', 'Ayşe İzmir'],
  ['Hello {{missing}}, your {{missing}} order', 'Hello, your order'],
  ['Hello {{missing}}', 'Hello'],
  ['{{missing}} hello', 'hello'],
  ['Dear {{missing}}\n{{missing}} hello', 'Dear\nhello'],
  ['a{{missing}}b', 'ab'],
  ['a {{missing}}b', 'a b'],
  ['a {{missing}} {{missing}}  b', 'a b'],
  ['{{blank}}x', 'x'],
  ['Hello {{missing|there}}', 'Hello there'],
  ['Hello {{name|there}}', 'Hello Ayşe'],
  ['Hello {{missing|}} you', 'Hello you'],
  ['{{constructor}}{{toString}}{{__proto__}}', ''],
  ['{name} {{', '{name} {{'],
  ['no placeholders   at  all ', 'no placeholders   at  all '],
])('renders %j as %j', (template, expected) => {
  expect(render(template, values)).toBe(expected)
})

it('never expands a value that looks like a placeholder itself', () => {
  expect(render('{{evil}}', values, { singleBraces: ['name'] })).toBe('{{name}} {name}')
})

it('replaces single braces for the given names only', () => {
  const template = '{name}, {"json": 1} and {city}'
  expect(render(template, values, { singleBraces: ['name'] })).toBe('Ayşe, {"json": 1} and {city}')
})

describe('for any template and any values', () => {
  const braces = fc.constantFrom('{', '}', '{{', '}}', '|', 'name', 'city', ' ', '\n', 'x')
  const texts = fc.oneof(
    fc.string(),
    fc.array(braces, { maxLength: 60 }).map((parts) => parts.join('')),
  )
  const records = fc.dictionary(fc.oneof(fc.string(), fc.constantFrom('name', 'city')), texts)

  it('does not throw, and returns only characters of the template and of the values', () => {
    fc.assert(
      fc.property(texts, records, (template, given) => {
        const rendered = render(template, given, { singleBraces: ['name'] })
        const known = new Set([...template, ...Object.values(given).join(''), ' '])
        expect([...rendered].filter((character) => !known.has(character))).toEqual([])
      }),
    )
  })

  it('returns a text without braces unchanged', () => {
    fc.assert(
      fc.property(fc.string(), records, (text, given) => {
        const plain = text.replace(/[{}]/g, '')
        expect(render(plain, given)).toBe(plain)
      }),
    )
  })
})

it('renders the largest texts within 3 s of CPU time', () => {
  const worst = [
    '{{'.repeat(32_768),
    ' '.repeat(65_536),
    '{{a|'.repeat(16_384),
    `{{a}}${' '.repeat(60_000)}x`,
  ]
  const work = () => {
    for (const template of worst) render(template, {})
    render('{{long}} {{missing}} '.repeat(3_000), { long: 'x'.repeat(1_000) })
  }
  expect(cpuMs(work)).toBeLessThan(3_000)
})
