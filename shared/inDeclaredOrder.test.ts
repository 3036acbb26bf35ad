import { expect, it } from 'vitest'
import { z } from 'zod'
import { inDeclaredOrder } from './inDeclaredOrder.ts'

const item = z.object({ variable: z.string(), operator: z.string() })
const schema = z.object({
  session: z.string(),
  phone: z.string().nullable(),
  pushName: z.string().optional(),
  inner: z.object({ text: z.string(), caption: z.string() }).optional(),
  items: z.array(item).default([]),
})

const ordered = (value: unknown) => JSON.stringify(inDeclaredOrder(schema, value))

it('orders keys as the schema does, at every depth', () => {
  const stored = {
    items: [{ operator: 'equals', variable: 'x' }],
    phone: null,
    inner: { caption: 'b', text: 'a' },
    pushName: 'p',
    session: 's',
  }
  expect(ordered(stored)).toBe(
    '{"session":"s","phone":null,"pushName":"p","inner":{"text":"a","caption":"b"},"items":[{"variable":"x","operator":"equals"}]}',
  )
})

it('keeps a key that the schema lacks, behind the others', () => {
  expect(ordered({ id: 1, session: 's' })).toBe('{"session":"s","id":1}')
})

it('keeps a value of another type unchanged', () => {
  expect(ordered({ inner: 'text', session: 5 })).toBe('{"session":5,"inner":"text"}')
  expect(inDeclaredOrder(schema, [{ b: 1 }])).toEqual([{ b: 1 }])
})

it('orders keys by the option of a union that fits', () => {
  const union = z.union([
    z.object({ b: z.string(), a: z.string() }),
    z.object({ c: z.string(), a: z.string() }),
  ])
  expect(JSON.stringify(inDeclaredOrder(union, { a: '1', c: '2' }))).toBe('{"c":"2","a":"1"}')
})

it('leaves the order of a map as it is', () => {
  expect(JSON.stringify(inDeclaredOrder(z.record(z.string(), z.string()), { b: '1', a: '2' }))).toBe(
    '{"b":"1","a":"2"}',
  )
})
