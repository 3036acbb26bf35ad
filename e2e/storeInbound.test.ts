import { and, asc, eq, ne } from 'drizzle-orm'
import { beforeEach, expect, it } from 'vitest'
import { CIPHERTEXT, KINDS } from '#shared/contracts/messages.ts'
import { type Database, events, messages, sessions, webhooks } from '#shared/database/index.ts'
import { saveKeys, unprocessedJournal } from '#shared/domain/auth-state/index.ts'
import { type Lease, LeaseLost } from '#shared/domain/fleet/index.ts'
import {
  advanceStatus,
  type Inbound,
  type InboundMessage,
  recordPlaceholder,
  storeInbound,
} from '#shared/domain/messages/index.ts'
import { useFleet } from './support/fleet.ts'

const PARTITIONS = 4
const CHAT = '1@s.whatsapp.net'
const NOW = new Date('2026-01-02T03:04:05Z')

let db: Database
let woken: string[]
const { join, endLeases, makeSession } = useFleet((fresh) => {
  db = fresh
})
beforeEach(() => {
  woken = []
})

const ctx = () => ({ db, now: () => NOW, outbox: { wake: async (id: string) => void woken.push(id) } })

function message(id: string, changes: Partial<InboundMessage> = {}): InboundMessage {
  return {
    id,
    sender: CHAT,
    remoteJid: CHAT,
    fromMe: false,
    participant: null,
    type: 'text',
    content: { text: `says ${id}` },
    media: null,
    status: 'DELIVERED',
    source: 'phone',
    pushName: 'Ada',
    timestamp: 1,
    ...changes,
  }
}

/** Creates sessions in consecutive partitions, each with a webhook for all events and a journal row for each hash. */
async function start(count: number, hashes = ['h']) {
  const made: { sessionId: string; appId: string; lease: Lease }[] = []
  const leases = await join('con_1')
  for (let number = 0; number < count; number++) {
    const sessionId = await makeSession(number % PARTITIONS, `session-${number}`)
    const [row] = await db.select().from(sessions).where(eq(sessions.id, sessionId))
    const lease = leases.find((one) => one.partition === number % PARTITIONS)
    if (!row || !lease) throw new Error('no session')
    await db.insert(webhooks).values({
      id: `webhook-${number}`,
      appId: row.appId,
      url: 'http://127.0.0.1:1',
      events: ['*'],
      wrappedKey: Buffer.of(1),
      secret: Buffer.of(1),
      inlineLimitBytes: 0,
    })
    const journal = hashes.map((hash) => ({ hash, value: Buffer.of(1), receivedAt: NOW }))
    await saveKeys({
      ctx: { db },
      input: [{ lease, sessionId, changes: { saved: [], deleted: [], journal } }],
    })
    made.push({ sessionId, appId: row.appId, lease })
  }
  return made
}

const messagesOf = (sessionId: string) =>
  db
    .select()
    .from(messages)
    .where(and(eq(messages.sessionId, sessionId), ne(messages.sender, 'me')))
    .orderBy(asc(messages.seq))
const eventsOf = (sessionId: string) =>
  db.select().from(events).where(eq(events.sessionId, sessionId)).orderBy(asc(events.seq))

it('stores the messages of several sessions in one statement with the same result as separate statements', async () => {
  const owners = await start(4, ['before', 'h'])
  const of = (place: number) => {
    const owner = owners[place]
    if (!owner) throw new Error('no owner')
    return owner
  }
  const source = { type: 'image', url: null, directPath: '/f', mediaKey: '', sha256: null, size: 1 } as const
  const media: InboundMessage['media'] = { state: 'pending', source }
  const before = owners.map((owner, place) => ({
    ...owner,
    journalHash: 'before',
    inbound: {
      kind: 'message',
      message: message('old', { media: place === 2 ? media : null }),
    } satisfies Inbound,
    stanza: null,
  }))
  expect(await storeInbound({ ctx: ctx(), input: before })).toEqual(Array(4).fill(undefined))
  await recordPlaceholder({
    ctx: ctx(),
    input: { ...of(3), message: message('unread', { content: { kind: CIPHERTEXT } }) },
  })
  const inbound: (Inbound | null)[] = [
    { kind: 'message', message: message('new', { media }) },
    { kind: 'edited', messageId: 'old', sender: CHAT, content: { text: 'better' } },
    { kind: 'deleted', messageId: 'old', sender: CHAT },
    { kind: 'deleted', messageId: 'old', sender: '2@s.whatsapp.net' },
  ]
  const input = inbound.map((one, place) => ({
    ...of(place),
    journalHash: 'h',
    inbound: one,
    stanza: { id: 'unread', sender: CHAT },
  }))
  woken = []
  expect(await storeInbound({ ctx: ctx(), input })).toEqual(Array(4).fill(undefined))

  const stored = await Promise.all(owners.map(({ sessionId }) => messagesOf(sessionId)))
  expect(stored[0]?.map(({ id, content, media }) => [id, content, media?.state])).toEqual([
    ['old', { text: 'says old' }, undefined],
    ['new', { text: 'says new' }, 'pending'],
  ])
  expect(stored[1]).toMatchObject([{ content: { text: 'better' }, editedAt: NOW, deletedAt: null }])
  expect(stored[2]).toMatchObject([{ content: {}, media: null, editedAt: null, deletedAt: NOW }])
  expect(stored[3]).toMatchObject([{ id: 'old', content: { text: 'says old' }, deletedAt: null }])
  const told = await Promise.all(owners.map(({ sessionId }) => eventsOf(sessionId)))
  expect(told.map((rows) => rows.slice(1).map(({ type, chat, data }) => [type, chat, data]))).toEqual([
    [['message.received', CHAT, expect.objectContaining({ id: 'new', from: CHAT, pushName: 'Ada' })]],
    [
      [
        'message.updated',
        CHAT,
        { id: 'old', remoteJid: CHAT, phone: '1', message: { conversation: 'better' } },
      ],
    ],
    [['message.deleted', CHAT, { id: 'old', session: of(2).sessionId, remoteJid: CHAT, phone: '1' }]],
    [],
  ])
  expect(
    told[0]?.map(({ messageId, messageSender, heldUntil }) => [messageId, messageSender, heldUntil]),
  ).toEqual([
    [null, null, null],
    ['new', CHAT, new Date(NOW.getTime() + 30_000)],
  ])
  expect(woken.sort()).toEqual([0, 1, 2].map((place) => of(place).sessionId))
  for (const { sessionId } of owners)
    expect(await unprocessedJournal({ ctx: ctx(), input: { sessionId } })).toEqual([])
})

it.each([false, true])('stores a call log without an event (fromMe: %s)', async (fromMe) => {
  const [owner] = await start(1)
  if (!owner) throw new Error('no owner')
  const { example: content } = KINDS.call_log
  const log = message('A', { type: 'call_log', content, fromMe, sender: fromMe ? 'other' : CHAT })
  const inbound = { kind: 'message', message: log } satisfies Inbound
  await storeInbound({ ctx: ctx(), input: [{ ...owner, journalHash: 'h', inbound, stanza: null }] })
  expect(await messagesOf(owner.sessionId)).toMatchObject([{ id: 'A', type: 'call_log', content }])
  expect(await eventsOf(owner.sessionId)).toEqual([])
  expect(woken).toEqual([])
})

it('drops a placeholder that is an edit of itself', async () => {
  const [owner] = await start(1)
  if (!owner) throw new Error('no owner')
  const { lease, ...of } = owner
  const placeholder = message('A', { content: { kind: CIPHERTEXT } })
  await recordPlaceholder({ ctx: ctx(), input: { lease, ...of, message: placeholder } })
  const inbound = { kind: 'edited', messageId: 'A', sender: CHAT, content: { text: 'x' } } satisfies Inbound
  const stanza = { id: 'A', sender: CHAT }
  expect(
    await storeInbound({ ctx: ctx(), input: [{ ...owner, journalHash: 'h', inbound, stanza }] }),
  ).toEqual([undefined])
  expect(await messagesOf(owner.sessionId)).toEqual([])
  expect(await eventsOf(owner.sessionId)).toEqual([])
})

it('changes nothing in a repetition, and wakes the publisher because the first response may be lost', async () => {
  const [owner] = await start(1)
  if (!owner) throw new Error('no owner')
  const inbound = { kind: 'message', message: message('A') } satisfies Inbound
  const input = [{ ...owner, journalHash: 'h', inbound, stanza: null }]
  await storeInbound({ ctx: ctx(), input })
  woken = []
  expect(await storeInbound({ ctx: ctx(), input })).toEqual([undefined])
  expect(woken).toEqual([owner.sessionId])
  expect(await messagesOf(owner.sessionId)).toHaveLength(1)
  expect(await eventsOf(owner.sessionId)).toHaveLength(1)
})

it('stores nothing under a lost lease, and everything else', async () => {
  const [old] = await start(1)
  await endLeases()
  const lease = (await join('con_2')).find(({ partition }) => partition === 0)
  if (!old || !lease) throw new Error('no lease')
  const inbound = (id: string) => ({ kind: 'message', message: message(id) }) satisfies Inbound
  const late = { ...old, journalHash: 'h', inbound: inbound('late'), stanza: null }
  expect(await storeInbound({ ctx: ctx(), input: [late] })).toEqual([expect.any(LeaseLost)])
  expect([await messagesOf(old.sessionId), await eventsOf(old.sessionId), woken]).toEqual([[], [], []])
  const current = { ...late, lease, inbound: inbound('now') }
  expect(await storeInbound({ ctx: ctx(), input: [late, current] })).toEqual([
    expect.any(LeaseLost),
    undefined,
  ])
  expect((await messagesOf(old.sessionId)).map(({ id }) => id)).toEqual(['now'])
})

it('causes no deadlock with statements that change the same messages in another order', async () => {
  const rounds = Array.from({ length: 20 }, (_, round) => [`a${round}`, `b${round}`] as const)
  const owners = await start(12, ['first', ...rounds.flat()])
  const batch = (journalHash: string, inbound: Inbound) =>
    owners.map((owner) => ({ ...owner, journalHash, inbound, stanza: null }))
  await storeInbound({ ctx: ctx(), input: batch('first', { kind: 'message', message: message('A') }) })
  const edited = (text: string) =>
    batch(text, { kind: 'edited', messageId: 'A', sender: CHAT, content: { text } })
  const read = owners.map((owner) => ({ ...owner, messageIds: ['A'], author: 'others' as const }))
  for (const [forwards, backwards] of rounds)
    await Promise.all([
      storeInbound({ ctx: ctx(), input: edited(forwards) }),
      storeInbound({ ctx: ctx(), input: edited(backwards).toReversed() }),
      advanceStatus({ ctx: ctx(), input: read.map((one) => ({ ...one, status: 'READ' })) }),
    ])
  for (const { sessionId } of owners) expect(await messagesOf(sessionId)).toMatchObject([{ status: 'READ' }])
})
