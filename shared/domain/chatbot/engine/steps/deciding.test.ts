import { describe, expect, it, vi } from 'vitest'
import { ask, play, type Sketch, say } from '../../testing.ts'
import { compare } from './compare.ts'

describe('condition', () => {
  it.each([
    ['equals', 'EVET', 'evet', true],
    ['equals', 'evet', 'hayır', false],
    ['equals', 'IPTAL', 'iptal', true],
    ['not_equals', 'evet', 'hayır', true],
    ['contains', 'bir sipariş var', 'SİPARİŞ', true],
    ['not_contains', 'bir sipariş var', 'SİPARİŞ', false],
    ['not_contains', 'bir sipariş var', 'iade', true],
    ['NOT CONTAINS', 'x', '', false],
    ['not_exists', 'x', '', false],
    ['Starts With', 'Merhaba dünya', 'merhaba', true],
    ['GTE', '9', 9, true],
    ['starts_with', 'Merhaba dünya', 'merhaba', true],
    ['ends_with', 'Merhaba dünya', 'DÜNYA', true],
    ['regex', 'order 4711', '\\d{4}$', true],
    ['regex', 'order 47', '\\d{4}$', false],
    ['gt', '12', '9', true],
    ['gt', 'twelve', '9', false],
    ['gte', '9,5', '9.5', true],
    ['lt', '-1', 0, true],
    ['lte', '2026-01-01', '2026-06-24', true],
    ['exists', 'x', '', true],
    ['in', 'b', ['a', 'B'], true],
    ['in', 'c', 'a, b', false],
    ['in', 'Ankara', ['Ankara, Turkey'], false],
    ['in', 'ankara, turkey', ['Ankara, Turkey'], true],
    ['in', 'Ankara', ['Ankara, Turkey', 'Berlin, Germany'], false],
    ['in', 'b', 'a, b', true],
    ['equals', 'Evet.', 'evet', true],
    ['equals', 'STRASSE', 'straße', true],
    ['equals', 'C#', 'C', false],
    ['equals', '-5', '5', false],
    ['in', '¡Sí!', ['no', 'si'], true],
    ['contains', 'How much?', '?', true],
    ['ends_with', 'bir çay lütfen!', 'lutfen', true],
    ['gt', '١٢', '9', true],
    ['gt', '１２.', '9', true],
    ['lt', '−3', '0', true],
    ['lte', '٣٫٥', '3.5', true],
    ['gte', '\u200e18\u200e', '18', true],
    ['lte', '٢٠٢٦-٠١-٠١', '2026-06-24', true],
  ])('%s: %j and %j', (operator, reply, value, expected) => {
    const rules = [{ variable: 'last_reply', operator, value }]
    const steps: Record<string, Sketch> = {
      a: ask({}, { default: 'b' }),
      b: { type: 'condition', config: { rules }, connections: { true: 't', false: 'f' } },
      t: say('true'),
      f: say('false'),
    }
    expect(play(steps, ['go', reply]).said).toEqual([String(expected)])
  })

  it.each(['UTC', 'America/New_York', 'Asia/Tokyo'])(
    'reads dates without an offset as UTC in the zone %s',
    (zone) => {
      vi.stubEnv('TZ', zone)
      expect(compare('lt', '2026-06-24T11:59', '2026-06-24T12:00:00Z')).toBe(true)
      expect(compare('gte', '2026-06-24T12:00', '2026-06-24T12:00:00Z')).toBe(true)
      expect(compare('lte', '2026-06-24 12:00', '2026-06-24T15:00:00+03:00')).toBe(true)
      expect(compare('lte', '2026-06-24', '2026-06-24T00:00:00Z')).toBe(true)
      vi.unstubAllEnvs()
    },
  )

  it('finds that a variable is missing or empty', () => {
    const rules = [
      { variable: 'missing', operator: 'not_exists' },
      { variable: '{{missing}}', operator: 'not_contains', value: 'x' },
      { variable: '{last_reply}', operator: 'exists' },
    ]
    const b: Sketch = { type: 'condition', config: { rules }, connections: { true: null, false: null } }
    expect(play({ b }, ['go']).path).toEqual([{ stepId: 'b', outlet: 'true' }])
  })

  it.each([
    ['and', false],
    ['AND', false],
    ['Or', true],
    ['or', true],
  ])('combines several rules by %s', (logic, expected) => {
    const rules = [
      { variable: 'last_reply', operator: 'equals', value: 'go' },
      { variable: 'missing', operator: 'exists' },
    ]
    const b: Sketch = {
      type: 'condition',
      config: { rules, logic },
      connections: { true: null, false: null },
    }
    expect(play({ b }, ['go']).path).toEqual([{ stepId: 'b', outlet: String(expected) }])
  })

  it('does not hang on a pattern that would backtrack', () => {
    const rules = [{ variable: 'last_reply', operator: 'regex', value: '^(a+)+$' }]
    const steps: Record<string, Sketch> = {
      a: ask({}, { default: 'b' }),
      b: { type: 'condition', config: { rules }, connections: { true: null, false: null } },
    }
    expect(play(steps, ['go', `${'a'.repeat(4_000)}!`]).path.at(-1)).toEqual({ stepId: 'b', outlet: 'false' })
  })
})

it('set_variable sets a text, copies a variable, or uses the default of a missing variable', () => {
  const set = (config: object, next: string | null): Sketch => ({
    type: 'set_variable',
    config,
    connections: { default: next },
  })
  const { variables } = play(
    {
      a: set({ name: 'one', value: 'Hi {{contact.phone}}' }, 'b'),
      b: set({ name: 'two', source: 'last_reply' }, 'c'),
      c: set({ name: 'three', source: 'nothing', value: 'instead' }, 'd'),
      d: set({ name: '{{four}}', source: '{{last_reply}}', value: 'instead' }, 'e'),
      e: set({ name: 'value', source: 'Value', value: '{two}, {four}' }, 'f'),
      f: set({ name: 'six', source: '{{value}}', value: 'own' }, null),
    },
    ['go'],
  )
  expect(variables).toMatchObject({ one: 'Hi 905551234567', two: 'go', three: 'instead', four: 'go' })
  expect(variables).toMatchObject({ value: 'go, go', six: 'go, go' })
})
