import { sql } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { emitFrom, type NewEvent } from '#shared/domain/events/index.ts'
import {
  EVENT_NAMES,
  EVENT_TYPES,
  EVENTS,
  type StoredEvent,
  storedEventSchema,
  WEBHOOK_EVENTS,
  webhookBodySchema,
} from '../events.ts'

const all = Object.entries(WEBHOOK_EVENTS)
const at = new Date(0)
const columns = { appId: 'app_1', sessionId: 'YoNofiM9vtHy', occurredAt: at }

function metaOf(field: z.ZodType): object | undefined {
  return (
    z.globalRegistry.get(field) ??
    (field instanceof z.ZodOptional ? metaOf(field.unwrap() as z.ZodType) : undefined)
  )
}

function bodyOf(event: string, data: unknown) {
  const session = event === 'webhook.test' ? null : 'YoNofiM9vtHy'
  return { event, timestamp: '2026-06-24T10:30:00.000Z', session, data, id: 'evt_1' }
}

it('names each event as the table does, and has the twelve of the public docs', () => {
  for (const [name, { type }] of all) expect(type).toBe(name)
  expect(EVENT_NAMES).toEqual([...EVENT_TYPES, 'webhook.test'])
  expect(EVENT_TYPES).toEqual(
    expect.arrayContaining([
      ...['message.received', 'message.from_phone', 'message.sent', 'message.delivered', 'message.read'],
      ...['message.updated', 'session.connected', 'session.disconnected', 'session.qr'],
      ...['group.join', 'group.leave', 'group.update'],
    ]),
  )
})

describe.each(all)('%s', (type, { data, example, summary, description, body }) => {
  it('has an example that its body, its row and the unions accept without change', () => {
    expect(data.parse(example)).toEqual(example)
    expect(body.parse(bodyOf(type, example))).toEqual(bodyOf(type, example))
    expect(webhookBodySchema.parse(bodyOf(type, example))).toEqual(bodyOf(type, example))
    expect(storedEventSchema.parse({ type, data: example })).toEqual({ type, data: example })
  })

  it('refuses data without a field, with another type of field, and of another event', () => {
    for (const [name, field] of Object.entries(data.shape)) {
      if (field instanceof z.ZodOptional) continue
      const { [name]: _, ...less } = example as Record<string, unknown>
      expect(data.safeParse(less).success, `without ${name}`).toBe(false)
      expect(data.safeParse({ ...less, [name]: Symbol('wrong') }).success, `wrong ${name}`).toBe(false)
    }
    const other = type === 'campaign.completed' ? 'webhook.test' : 'campaign.completed'
    expect(storedEventSchema.safeParse({ type: other, data: example }).success).toBe(false)
    expect(webhookBodySchema.safeParse(bodyOf(other, example)).success).toBe(false)
  })

  it('refuses a field that the contract lacks', () => {
    const strict = z.strictObject(data.shape)
    expect(strict.safeParse(example).success).toBe(true)
    expect(strict.safeParse({ ...example, surprise: 1 }).success).toBe(false)
  })

  it('has a summary, and a description and an example of each field', () => {
    expect([summary.length > 0, description.endsWith('.')]).toEqual([true, true])
    for (const [name, field] of Object.entries(data.shape)) {
      const meta = metaOf(field)
      expect(meta, name).toHaveProperty('description')
      if (!(field instanceof z.ZodObject)) expect(meta, name).toHaveProperty('example')
    }
  })
})

it('refuses a data URL in the row of a QR code only where the delivery lacks the picture', () => {
  const { example, data } = EVENTS['session.qr']
  expect(data.safeParse({ ...example, qr: '2@abc' }).success).toBe(false)
  expect(storedEventSchema.safeParse({ type: 'session.qr', data: { ...example, qr: '2@abc' } }).success).toBe(
    true,
  )
})

it('accepts a file in a delivery, and refuses it in a row', () => {
  const { example, data } = EVENTS['message.received']
  const content = { ...example.content, base64: 'SGVsbG8=', mediaUrl: 'https://example.com/f', size: 5 }
  expect(data.safeParse({ ...example, content, media: 'stored' }).success).toBe(true)
  expect(
    storedEventSchema.safeParse({ type: 'message.received', data: { ...example, content } }).success,
  ).toBe(false)
})

it('lets no other event compile', () => {
  const { example } = EVENTS['message.failed']
  const right = { ...columns, type: 'message.failed', data: example } satisfies NewEvent
  // @ts-expect-error: the data belongs to another event.
  const other = { ...columns, type: 'group.join', data: example } satisfies NewEvent
  // @ts-expect-error: no event has this name.
  const unknown = { ...columns, type: 'message.lost', data: example } satisfies NewEvent
  // @ts-expect-error: a caller emits no test of a webhook.
  const test = { ...columns, type: 'webhook.test', data: { message: 'a' } } satisfies NewEvent
  const { reason: _, ...less } = example
  // @ts-expect-error: the reason is missing.
  const without = { ...columns, type: 'message.failed', data: less } satisfies NewEvent
  const data = { ...example, reason: 'bored' } as const
  // @ts-expect-error: no message fails for this reason.
  const bored: StoredEvent = { type: 'message.failed', data }
  expect([right, other, unknown, test, without, bored]).toHaveLength(6)
})

it('lets no other data of a statement compile', () => {
  const text = sql<string>`''`
  const named = { id: text, session: text, remoteJid: text }
  const untyped = sql`1`
  const from = sql`facts`
  const statements = [
    emitFrom({ from, occurredAt: at, type: 'message.sent', data: named }),
    // @ts-expect-error: the reason is missing.
    emitFrom({ from, occurredAt: at, type: 'message.failed', data: named }),
    // @ts-expect-error: the expression has no type.
    emitFrom({ from, occurredAt: at, type: 'message.sent', data: { ...named, id: untyped } }),
    // @ts-expect-error: the expression is a number.
    emitFrom({ from, occurredAt: at, type: 'message.sent', data: { ...named, id: sql<number>`1` } }),
    // @ts-expect-error: the contract lacks the field.
    emitFrom({ from, occurredAt: at, type: 'message.sent', data: { ...named, surprise: text } }),
    // @ts-expect-error: no event has this name.
    emitFrom({ from, occurredAt: at, type: 'message.lost', data: named }),
  ]
  expect(statements).toHaveLength(6)
})
