import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { findUnknownNames, readInput } from './findFaults.ts'
import { unionByType } from './unionByType.ts'

const faultsOf = (schema: z.ZodType, value: unknown) => {
  const read = readInput(schema, value)
  return 'faults' in read ? read.faults.map(({ path, message }) => `${path}: ${message}`) : []
}

const place = z.strictObject({ scheduledAt: z.string().optional(), timezone: z.string().optional() })

describe('an unknown name', () => {
  it.each([
    ['scheduled_at', 'scheduledAt'],
    ['ScheduledAt', 'scheduledAt'],
    ['scheduled-at', 'scheduledAt'],
    ['scheduleAt', 'scheduledAt'],
    ['timeZone', 'timezone'],
    ['tmezone', 'timezone'],
  ])('%s has the suggestion %s', (name, known) => {
    expect(faultsOf(place, { [name]: 'x' })).toEqual([`${name}: unknown; did you mean ${known}?`])
  })

  it.each(['colour', 'x', 'at', 'constructor', 's'.repeat(1_000)])('%s has no suggestion', (name) => {
    expect(faultsOf(place, { [name]: 'x' })).toEqual([`${name}: unknown; remove the field`])
  })

  it('is one fault for each name, beside the other faults', () => {
    expect(faultsOf(place, { timezone: 5, a: 1, b: 2 })).toHaveLength(3)
  })

  it('is found inside of lists, options and maps', () => {
    const schema = z.strictObject({ items: z.array(z.record(z.string(), place).optional()) })
    expect(faultsOf(schema, { items: [{ here: { timezon: 'x' } }] })).toEqual([
      'items.0.here.timezon: unknown; did you mean timezone?',
    ])
  })
})

describe('a union', () => {
  const message = z.union([
    z.string(),
    z.strictObject({ text: z.string(), buttonId: z.string().optional() }),
    z.strictObject({ advanceSeconds: z.int() }),
  ])

  it('reports the faults of the nearest branch only', () => {
    expect(faultsOf(z.array(message), [{ text: 'x', buttonID: 'y' }])).toEqual([
      '0.buttonID: unknown; did you mean buttonId?',
    ])
    expect(faultsOf(message, { advanceSeconds: 'x' })).toEqual([
      'advanceSeconds: Invalid input: expected number, received string',
    ])
  })

  it('reports the item of a list, if a branch takes one of the values alone', () => {
    const kinds = z.union([
      z.enum(['user', 'group'], 'no kind'),
      z.array(z.enum(['user', 'group'], 'no kind')),
    ])
    expect(faultsOf(kinds, ['user', 'grup'])).toEqual(['1: no kind'])
    expect(faultsOf(kinds, 'grup')).toEqual([': no kind'])
    expect(faultsOf(kinds, {})).toEqual([': Invalid input'])
  })

  it('reports one fault for a JSON type that no branch takes', () => {
    expect(faultsOf(z.array(message), [3])).toEqual(['0: Invalid input'])
  })
})

describe('a body that depends on its type', () => {
  const body = unionByType('type', [
    z.strictObject({
      type: z
        .literal('text')
        .optional()
        .transform(() => 'text' as const),
      text: z.string(),
    }),
    z.strictObject({ type: z.literal('image'), url: z.string(), caption: z.string().optional() }),
  ])

  it('reports a field of another type with the chosen type', () => {
    expect(faultsOf(body, { text: 'x', caption: 'y' })).toEqual([
      'caption: has no effect with type text; remove the field',
    ])
    expect(faultsOf(body, { type: 'image', url: 'x', text: 'y' })).toEqual([
      'text: has no effect with type image; remove the field',
    ])
  })

  it('reports the faults of the chosen type only', () => {
    expect(faultsOf(body, { type: 'image', captoin: 'x' })).toEqual([
      'url: Required',
      'captoin: unknown; did you mean caption?',
    ])
  })

  it('names the types if there is no such type', () => {
    expect(faultsOf(body, { type: 'zip' })).toEqual(['type: Give one of: text, image'])
  })
})

it('stops after 51 faults', () => {
  const value = Object.fromEntries(Array.from({ length: 10_000 }, (_, index) => [`x${index}`, 1]))
  expect(faultsOf(place, value)).toHaveLength(51)
})

it('finds unknown names, and no other faults, for a draft', () => {
  const found = findUnknownNames(place.extend({ rules: z.array(place) }), {
    timezone: 1,
    rules: [{ scheduledAt: 5, at: 1 }],
  })
  expect(found).toEqual([{ path: 'rules.0.at', message: 'unknown; remove the field' }])
})
