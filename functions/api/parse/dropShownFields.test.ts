import { expect, it } from 'vitest'
import { z } from 'zod'
import { dropShownFields } from './dropShownFields.ts'

const shown = z.object({
  id: z.string(),
  name: z.string(),
  recipients: z.int(),
  steps: z.array(
    z.object({ id: z.string(), type: z.string(), position: z.object({ x: z.number(), z: z.int() }) }),
  ),
})
const taken = z.strictObject({
  name: z.string().min(1).optional(),
  recipients: z.array(z.string()).optional(),
  steps: z
    .array(z.strictObject({ id: z.string(), position: z.strictObject({ x: z.number() }).optional() }))
    .optional(),
})
const drop = (value: unknown) => dropShownFields(value, shown, taken)

it('drops the fields that the answer shows and the update cannot change, at every depth', () => {
  const steps = [{ id: 's', type: 't', position: { x: 1, z: 2 } }]
  expect(drop({ id: 'a', name: 'n', recipients: 2, steps })).toEqual({
    ...{ name: 'n', steps: [{ id: 's', position: { x: 1 } }] },
  })
})

it.each([
  ['an unknown name', { nmae: 'x' }],
  ['an unknown name at depth', { steps: [{ id: 's', positon: 1 }] }],
  ['a value that is wrong but has the right type', { name: '' }],
  ['a type that the answer never has', { name: 5, recipients: 'x' }],
  ['the name of a part of each object', { constructor: 1, toString: 2 }],
  ['a null that the update does not take', { recipients: null }],
  ['a list in place of an object', [{ id: 1 }]],
  ['null', null],
])('keeps %s, so that the schema refuses it', (_, value) => {
  expect(drop(value)).toEqual(value)
})

it('keeps __proto__ as a key of its own, so that the check finds it', () => {
  const value = drop(JSON.parse('{"__proto__":{"x":1},"id":"a"}'))
  expect(Object.keys(value as object)).toEqual(['__proto__'])
})
