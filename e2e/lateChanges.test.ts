import { and, asc, eq, sql } from 'drizzle-orm'
import { beforeEach, describe, expect, it } from 'vitest'
import { CIPHERTEXT } from '#shared/contracts/messages.ts'
import {
  type Database,
  events,
  lateChanges,
  messageAnswers,
  messages,
  sessions,
  webhooks,
} from '#shared/database/index.ts'
import type { Lease } from '#shared/domain/fleet/index.ts'
import { storeLidMappings } from '#shared/domain/lidMappings/index.ts'
import {
  applyAnswer,
  applyEdit,
  forgetLateChange,
  type InboundMessage,
  importHistory,
  keepLateChange,
  pruneLateChanges,
  pruneMessages,
} from '#shared/domain/messages/index.ts'
import { contextOn, NO_BOUNDS } from './support/context.ts'
import { useFleet } from './support/fleet.ts'

const [PHONE, LID] = ['905551112233@s.whatsapp.net', '123456789012345@lid']
const GROUP = '120363041234567890@g.us'

let db: Database
let owner: { sessionId: string; appId: string; lease: Lease }
let now = new Date()
const { join, makeSession } = useFleet((fresh) => {
  db = fresh
})
const ctx = () => ({ ...contextOn({ db }), now: () => now, outbox: { wake: async () => undefined } })

beforeEach(async () => {
  now = new Date()
  const [lease] = await join('con_1')
  if (!lease) throw new Error('no lease')
  const sessionId = await makeSession(lease.partition)
  const [row] = await db.select().from(sessions).where(eq(sessions.id, sessionId))
  owner = { sessionId, appId: row?.appId ?? '', lease }
  const sealed = { wrappedKey: Buffer.of(1), secret: Buffer.of(1), inlineLimitBytes: 0 }
  await db
    .insert(webhooks)
    .values({ id: 'hook', appId: owner.appId, url: 'http://127.0.0.1:1', events: ['*'], ...sealed })
})

/** Stores a poll that the person wrote into a group. */
async function storePoll(sender: string): Promise<void> {
  const poll = { name: 'Which?', options: ['secret option'], selectable: 1 }
  const message = {
    ...{ id: 'P', sender, remoteJid: GROUP, fromMe: false, participant: sender, pushName: null, media: null },
    ...({ type: 'poll', status: 'DELIVERED', source: 'contact' } as const),
    ...{ content: { poll }, timestamp: 1 },
  }
  await importHistory({ ctx: ctx(), input: { ...owner, messages: [message] } })
}

const vote = (voter: string, answeredAt: number, choices = ['a']) =>
  applyAnswer({
    ctx: ctx(),
    input: {
      ...owner,
      ...{ messageId: 'P', sender: PHONE },
      answer: { voter, choices, guests: null, answeredAt },
      vote: { id: 'P', session: owner.sessionId, voter, options: ['secret option'], timestamp: 1 },
    },
  })

const keep = (id: string, sender: string, targetId = id) =>
  keepLateChange({
    ctx: ctx(),
    input: { ...owner, change: { targetId, sender, id, remoteJid: GROUP, value: Buffer.of(1) } },
  })

const kept = async () =>
  (await db.select().from(lateChanges).orderBy(asc(lateChanges.id))).map(({ id }) => id)
const voteEvents = () => db.select().from(events).where(eq(events.type, 'poll.vote'))
const answers = () =>
  db
    .select()
    .from(messageAnswers)
    .where(and(eq(messageAnswers.sessionId, owner.sessionId)))

it('a vote that is older or arrives again changes nothing and emits no event', async () => {
  await storePoll(PHONE)
  expect(await vote(LID, 2_000)).toBe(true)
  expect(await vote(LID, 2_000)).toBe(false)
  expect(await vote(LID, 1_000, [])).toBe(false)
  expect(await answers()).toMatchObject([{ voter: LID, choices: ['a'], answeredAt: 2_000 }])
  expect(await voteEvents()).toMatchObject([
    { chat: GROUP, messageSender: PHONE, data: { remoteJid: GROUP } },
  ])
})

it.each([
  ['older', 1_000, 2_000, ['phone']],
  ['newer', 3_000, 2_000, ['lid']],
])(
  'an %s answer by LID becomes one answer by number when the number is known',
  async (_, byLid, byPhone, choices) => {
    await storePoll(PHONE)
    await vote(LID, byLid, ['lid'])
    await vote(PHONE, byPhone, ['phone'])
    await storeLidMappings({ ctx: ctx(), input: { ...owner, mappings: [{ lid: LID, phoneJid: PHONE }] } })
    expect(await answers()).toMatchObject([{ voter: PHONE, choices }])
  },
)

it('a poll that is deleted takes its votes along, and the names of options in its events', async () => {
  await storePoll(PHONE)
  await vote(LID, 1)
  now = new Date(now.getTime() + 400 * 24 * 3_600_000)
  await pruneMessages({ ctx: ctx(), input: NO_BOUNDS })
  expect(await answers()).toEqual([])
  expect(await voteEvents()).toMatchObject([{ data: { id: 'P', options: [], erased: true } }])
})

it('an edit is applied once, and never after a newer edit', async () => {
  await storePoll(PHONE)
  const edit = (name: string, changedAt: number) => {
    const content = { poll: { name, options: ['a'], selectable: 1 } }
    return applyEdit({ ctx: ctx(), input: { ...owner, messageId: 'P', sender: PHONE, content, changedAt } })
  }
  expect([await edit('b', 2), await edit('b', 2), await edit('a', 1), await edit('c', 3)]).toEqual([
    true,
    false,
    false,
    true,
  ])
})

describe('a message in a second import', () => {
  const EDIT = 5_000
  const text = (fields: Partial<InboundMessage>): InboundMessage => ({
    ...{ id: 'M', sender: PHONE, remoteJid: PHONE, fromMe: false, participant: null, pushName: null },
    ...({ type: 'text', status: 'DELIVERED', source: 'contact', media: null } as const),
    ...{ content: { text: 'first' }, timestamp: 4 },
    ...fields,
  })
  const read = (...messages: InboundMessage[]) => importHistory({ ctx: ctx(), input: { ...owner, messages } })
  const edited = (said: string, editedAtMs: number) => text({ content: { text: said }, editedAtMs })
  const ours = () =>
    and(eq(messages.sessionId, owner.sessionId), eq(messages.id, 'M'), eq(messages.sender, PHONE))
  const row = async () => (await db.select().from(messages).where(ours()))[0]
  const updates = async () => {
    const ofSession = and(eq(events.sessionId, owner.sessionId), eq(events.type, 'message.updated'))
    return (await db.select().from(events).where(ofSession)).map(({ data }) => data)
  }

  it.each([
    ['a newer edit', EDIT + 1, 'last', 1],
    ['the same edit', EDIT, 'edited', 0],
    ['an older edit', EDIT - 1, 'edited', 0],
  ])('has %s only if the edit is newer than the stored edit', async (_, at, shown, count) => {
    await read(edited('edited', EDIT))
    await read(edited('last', at))
    expect(await row()).toMatchObject({ content: { text: shown }, editTimestamp: Math.max(at, EDIT) })
    expect(await updates()).toHaveLength(count)
  })

  it.each([
    [EDIT + 1, 'last'],
    [EDIT - 1, 'edited'],
  ])(
    'is compared by the time of storage, if an earlier release stored the edit: %i ms',
    async (at, shown) => {
      await read(edited('edited', EDIT))
      await db.update(messages).set({ editTimestamp: null }).where(ours())
      await read(edited('last', at))
      expect(await row()).toMatchObject({ content: { text: shown } })
    },
  )

  it('has its edit, if the message was stored as the contact first wrote it, and the other fields stay', async () => {
    await read(text({ content: { text: 'first', forwarded: true } }))
    await read(edited('last', EDIT), edited('older', EDIT - 1))
    expect(await row()).toMatchObject({ content: { text: 'last', forwarded: true }, editTimestamp: EDIT })
    expect(await updates()).toMatchObject([{ id: 'M', message: { conversation: 'last' } }])
  })

  it('has the time of its original, which comes later than its edit, and no event', async () => {
    await read({ ...edited('edited', EDIT), timestamp: 5 })
    await read(text({ timestamp: 2 }))
    expect(await row()).toMatchObject({ content: { text: 'edited' }, timestamp: 2 })
    expect(await updates()).toEqual([])
  })

  it('gets its secret, if an earlier release stored none, and keeps the secret that it has', async () => {
    await read(text({}))
    await read(text({ secret: Buffer.of(1) }))
    expect((await row())?.secret).toEqual(Buffer.of(1))
    await read(text({ secret: Buffer.of(2) }), text({}))
    expect((await row())?.secret).toEqual(Buffer.of(1))
  })

  it('gets no secret, if it is deleted', async () => {
    await read(text({}))
    await db.update(messages).set({ deletedAt: new Date(), content: {} }).where(ours())
    await read(text({ secret: Buffer.of(1) }))
    expect((await row())?.secret).toBeNull()
  })

  it.each([
    ['deleted', { deletedAt: new Date(), content: {} }],
    ['without content', { content: { kind: CIPHERTEXT } }],
  ])('takes no edit, but its content, if it is %s', async (_, change) => {
    await read(text({}))
    await db.update(messages).set(change).where(ours())
    await read(edited('last', EDIT))
    expect((await row())?.content.text).toBe('deletedAt' in change ? undefined : 'last')
    expect(await updates()).toEqual([])
  })
})

it('kept changes are limited for each author, and end after 15 days', async () => {
  const rows = Array.from({ length: 200 }, (_, index) => ({
    ...{ sessionId: owner.sessionId, targetId: 'T', sender: LID, id: `old ${index}`, remoteJid: GROUP },
    ...{ value: Buffer.of(1), receivedAt: new Date(now.getTime() - 1_000) },
  }))
  await db.insert(lateChanges).values(rows)
  await keep('by another', PHONE)
  await keep('new', LID)
  await keep('new', LID)
  const ids = await kept()
  expect(ids).toHaveLength(201)
  expect(ids).toEqual(expect.arrayContaining(['by another', 'new']))
  await forgetLateChange({
    ctx: ctx(),
    input: { ...owner, change: { targetId: 'by another', sender: PHONE, id: 'by another' } },
  })
  now = new Date(now.getTime() + 16 * 24 * 3_600_000)
  await keep('fresh', PHONE)
  await pruneLateChanges({ ctx: ctx(), input: NO_BOUNDS })
  expect(await kept()).toEqual(['fresh'])
  await db.execute(sql`delete from sessions where id = ${owner.sessionId}`)
  expect(await kept()).toEqual([])
})
