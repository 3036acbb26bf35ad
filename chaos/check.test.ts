import { expect, it } from 'vitest'
import { check } from './check.ts'
import type { ArrivedEvent } from './countDeliveries.ts'
import type { Evidence, Shown, Stored } from './evidence.ts'
import type { Send } from './ledger.ts'

const SESSION = 'YoNofiM9vtHy'
const CUSTOMER = '905560001000'

const send = (given: Partial<Send> = {}): Send => ({
  text: 'chaos 1',
  session: SESSION,
  customer: CUSTOMER,
  key: undefined,
  startedAt: 1_000,
  refusals: [],
  id: 'OUT',
  ...given,
})
const shown = (given: Partial<Shown> = {}): Shown => ({
  id: 'OUT',
  from: '905550001000',
  fromMe: false,
  text: 'chaos 1',
  copies: 1,
  ...given,
})
const stored = (given: Partial<Stored> = {}): Stored => ({
  id: 'OUT',
  fromMe: true,
  status: 'DELIVERED',
  content: {},
  ...given,
})
const event = (type: string, id: string, times = 1): ArrivedEvent => ({
  id: `evt_${type}_${id}`,
  event: type,
  timestamp: '2026-06-24T10:30:00.000Z',
  session: SESSION,
  data: { id },
  times,
})
const told = ['message.sent', 'message.delivered'].map((type) => event(type, 'OUT'))

interface Seen {
  shown?: Shown[]
  stored?: Stored[]
  events?: ArrivedEvent[]
  status?: string
  deadLetters?: number
}
const evidence = (seen: Seen): Evidence => ({
  shown: new Map([[CUSTOMER, seen.shown ?? []]]),
  stored: new Map([[SESSION, seen.stored ?? []]]),
  events: seen.events ?? [],
  statuses: new Map([[SESSION, seen.status ?? 'connected']]),
  queued: 0,
  deadLetters: seen.deadLetters ?? 0,
})
const lossesOf = (sends: Send[], seen: Seen, spans: Parameters<typeof check>[2] = []) =>
  check({ sends, written: [] }, evidence(seen), spans).losses.map(({ what }) => what)

it('finds nothing if all messages arrived, also in several copies', () => {
  const seen = { shown: [shown({ copies: 2 })], stored: [stored()], events: told }
  const { losses, counts } = check({ sends: [send()], written: [] }, evidence(seen), [])
  expect([losses, counts['messages shown in several copies']]).toEqual([[], 1])
})

it('finds an accepted send that is not on the phone, regardless of its status', () => {
  expect(lossesOf([send()], { stored: [stored()], events: told })).toEqual(['send lost'])
})

it('finds a text that was sent under two ids, also without an accepted request', () => {
  const twice = [shown(), shown({ id: 'OTHER' })]
  expect(lossesOf([send()], { shown: twice, stored: [stored()], events: told })).toEqual(['sent twice'])
  expect(lossesOf([send({ id: undefined })], { shown: twice })).toEqual(['sent twice'])
})

it('finds a status that is not final, and a missing event', () => {
  const seen = { shown: [shown()], stored: [stored({ status: 'SENT' })], events: told.slice(0, 1) }
  expect(lossesOf([send()], seen).toSorted()).toEqual(['event missing', 'status not final'])
})

it('notes a send that expired, and reports any other failure as a loss', () => {
  const failed = (error: string) => ({
    stored: [stored({ status: 'FAILED', error })],
    events: [event('message.failed', 'OUT')],
  })
  const { losses, notes } = check({ sends: [send()], written: [] }, evidence(failed('expired')), [])
  expect([losses.length, notes.map(({ what }) => what)]).toEqual([0, ['failed']])
  expect(lossesOf([send()], failed('internal_error'))).toEqual(['send failed'])
})

it('excuses a 503 only while the database or the queue is down', () => {
  const refused = (status: number, at: number) => [
    send({ id: undefined, refusals: [{ at, status, code: 'X' }] }),
  ]
  const spans = [
    { kind: 'database.cut', at: 100_000, until: 101_000 },
    { kind: 'connector.kill', at: 200_000, until: 200_000 },
  ] as const
  expect(lossesOf(refused(503, 100_500), {}, spans)).toEqual([])
  expect(lossesOf(refused(500, 100_500), {}, spans)).toEqual(['refused'])
  expect(lossesOf(refused(503, 200_000), {}, spans)).toEqual(['refused'])
})

it('finds a send that was refused with 503 and is on the phone', () => {
  const refused = (...statuses: number[]) => {
    const refusals = statuses.map((status) => ({ at: 100_500, status, code: 'X' }))
    return [send({ id: undefined, refusals })]
  }
  const spans = [{ kind: 'database.lock', at: 100_000, until: 101_000 }] as const
  const onPhone = { shown: [shown()] }
  expect(lossesOf(refused(503), onPhone, spans)).toEqual(['refused, yet sent'])
  expect(lossesOf(refused(503, 503), onPhone, spans)).toEqual(['refused, yet sent'])
  expect(lossesOf(refused(503), {}, spans)).toEqual([])
})

it('notes a send with an unknown outcome that is on the phone, and finds it only if it is there twice', () => {
  const unknown = [send({ id: undefined, refusals: [{ at: 100_500, status: 504, code: 'OUTCOME_UNKNOWN' }] })]
  const spans = [{ kind: 'database.lock', at: 100_000, until: 101_000 }] as const
  const judge = (seen: Seen) => check({ sends: unknown, written: [] }, evidence(seen), spans)
  expect(judge({}).losses).toEqual([])
  const sent = judge({ shown: [shown()] })
  expect([sent.losses, sent.notes.map(({ what }) => what)]).toEqual([[], ['unknown, and sent']])
  expect(lossesOf(unknown, { shown: [shown(), shown({ id: 'OTHER' })] }, spans)).toEqual(['sent twice'])
})

it('expects exactly one message for a send with an unknown outcome that was repeated under its key', () => {
  const repeated = [send({ key: 'k', refusals: [{ at: 100_500, status: 504, code: 'OUTCOME_UNKNOWN' }] })]
  const spans = [{ kind: 'database.slow', at: 100_000, until: 101_000 }] as const
  expect(lossesOf(repeated, { shown: [shown()], stored: [stored()], events: told }, spans)).toEqual([])
  expect(lossesOf(repeated, { stored: [stored()], events: told }, spans)).toEqual(['send lost'])
})

it("finds a phone's message that is not stored once, has no event, or is unreadable", () => {
  const written = [{ id: 'IN', session: SESSION, customer: CUSTOMER }]
  const inbound = stored({ id: 'IN', fromMe: false })
  const lossesOfWritten = (seen: Seen) =>
    check({ sends: [], written }, evidence(seen), []).losses.map(({ what }) => what)
  const events = [event('message.received', 'IN', 3)]
  expect(lossesOfWritten({ stored: [inbound], events })).toEqual([])
  expect(lossesOfWritten({ events })).toEqual(['inbound not stored once'])
  expect(lossesOfWritten({ stored: [inbound, inbound], events })).toEqual(['inbound not stored once'])
  expect(lossesOfWritten({ stored: [inbound] })).toEqual(['inbound event not delivered once'])
  const ciphertext = { ...inbound, content: { kind: 'ciphertext' } }
  expect(lossesOfWritten({ stored: [ciphertext], events })).toEqual(['inbound unreadable'])
})

it('notes events of a chat that arrived in another order', () => {
  const written = ['A', 'B'].map((id) => ({ id, session: SESSION, customer: CUSTOMER }))
  const rows = written.map(({ id }) => stored({ id, fromMe: false }))
  const inOrder = (ids: string[]) =>
    check(
      { sends: [], written },
      evidence({ stored: rows, events: ids.map((id) => event('message.received', id)) }),
      [],
    ).notes.map(({ what }) => what)
  expect(inOrder(['A', 'B'])).toEqual([])
  expect(inOrder(['B', 'A'])).toEqual(['out of order'])
})

it('finds a session that is not connected, and dead letters', () => {
  expect(lossesOf([], { status: 'connecting', deadLetters: 1 })).toEqual([
    'session not connected',
    'dead letters',
  ])
})
