import { eq, sql } from 'drizzle-orm'
import { beforeEach, expect, it } from 'vitest'
import {
  campaigns,
  type Database,
  deliveries,
  deliveryAttempts,
  erasedFiles,
  events,
  inbox,
  messages,
  sessions,
  webhooks,
} from '#shared/database/index.ts'
import { saveKeys } from '#shared/domain/auth-state/index.ts'
import type { Lease } from '#shared/domain/fleet/index.ts'
import { storeCanonicalJid, storeLidMappings } from '#shared/domain/lidMappings/index.ts'
import {
  applyOwnChange,
  type Inbound,
  type InboundMessage,
  pruneMessages,
  removeErasedFiles,
  storeInbound,
} from '#shared/domain/messages/index.ts'
import { contextOn, NO_BOUNDS } from './support/context.ts'
import { useFleet } from './support/fleet.ts'

const CHAT = '1@s.whatsapp.net'
const GROUP = '120363041234567890@g.us'
const SECRET = 'the secret words'
const FILE = { state: 'stored', key: 'apps/a/med_1' } as const

let db: Database
let owner: { sessionId: string; appId: string; lease: Lease }
let hashes = 0
const { join, makeSession } = useFleet((fresh) => {
  db = fresh
})
const ctx = () => ({ ...contextOn({ db }), outbox: { wake: async () => undefined } })

beforeEach(async () => {
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

/** Stores an inbound message with its journal row, as the connector does. */
async function see(inbound: Inbound | null, carriesHistory = false): Promise<void> {
  const hash = `h${hashes++}`
  const journal = [{ hash, value: Buffer.from(SECRET), receivedAt: new Date() }]
  await saveKeys({ ctx: { db }, input: [{ ...owner, changes: { saved: [], deleted: [], journal } }] })
  await storeInbound({
    ctx: ctx(),
    input: [{ ...owner, journalHash: hash, inbound, stanza: null, carriesHistory }],
  })
}

const written = (changes: Partial<InboundMessage> = {}) =>
  see({
    kind: 'message',
    message: {
      id: 'A',
      sender: CHAT,
      remoteJid: CHAT,
      fromMe: false,
      participant: null,
      type: 'text',
      content: { text: SECRET },
      media: null,
      status: 'DELIVERED',
      source: 'contact',
      pushName: 'Ada',
      timestamp: 1,
      ...changes,
    },
  })
const edited = (sender = CHAT) =>
  see({ kind: 'edited', messageId: 'A', sender, content: { text: SECRET, truncated: true } })
const revoked = (sender = CHAT) => see({ kind: 'deleted', messageId: 'A', sender })

const told = () => db.select().from(events).orderBy(events.seq)
/** Returns the number of events that contain the text. */
const saying = async () => (await told()).filter(({ data }) => JSON.stringify(data).includes(SECRET)).length

it('an unpublished event is published without content, with the documented fields', async () => {
  await written()
  await edited()
  expect(await saying()).toBe(2)
  await revoked()
  expect(await told()).toMatchObject([
    {
      type: 'message.received',
      publishedAt: null,
      data: {
        id: 'A',
        erased: true,
        content: { text: '', caption: '', mimetype: '', filename: '', base64: '' },
      },
    },
    {
      type: 'message.updated',
      publishedAt: null,
      data: { id: 'A', erased: true, message: { conversation: '' } },
    },
    { type: 'message.deleted', data: { id: 'A' } },
  ])
  expect((await told()).filter(({ data }) => 'truncated' in data)).toEqual([])
})

it('the message of another author with the same id keeps its events', async () => {
  const other = '2@s.whatsapp.net'
  const inGroup = (sender: string) => written({ sender, remoteJid: GROUP, participant: sender })
  await inGroup(CHAT)
  await inGroup(other)
  await edited(other)
  await written({ sender: 'me', remoteJid: GROUP, fromMe: true })
  await revoked()
  expect((await told()).map(({ data }) => 'erased' in data)).toEqual([true, ...Array(5).fill(false)])
  expect(await saying()).toBe(3)
})

it("an event with its author's LID is erased if the number is known", async () => {
  const lid = '99@lid'
  await written({ sender: lid, remoteJid: lid })
  await edited(lid)
  await storeLidMappings({
    ctx: { db },
    input: { lease: owner.lease, sessionId: owner.sessionId, mappings: [{ lid, phoneJid: CHAT }] },
  })
  await revoked()
  expect((await told()).map(({ data }) => 'erased' in data)).toEqual([true, true, false])
})

it('an event with another spelling of the number is erased', async () => {
  const [long, short] = ['5511987654321@s.whatsapp.net', '551187654321@s.whatsapp.net']
  await written({ sender: long, remoteJid: long })
  await edited(long)
  const { lease, sessionId } = owner
  await storeCanonicalJid({
    ctx: { db },
    input: { lease, sessionId, given: long, jid: short },
  })
  await revoked(short)
  expect((await told()).map(({ data }) => 'erased' in data)).toEqual([true, true, false])
})

it('the journal erases the plaintext of messages and of history, and keeps that of keys and receipts', async () => {
  await written()
  await edited()
  await see(null, true)
  await see(null)
  const rows = await db.select().from(inbox).orderBy(inbox.receivedAt)
  expect(rows.map(({ value }) => value.toString())).toEqual(['', '', '', SECRET])
})

it('stored responses and transcript lines that repeat the text are erased', async () => {
  await written()
  const [event] = await told()
  const eventId = event?.id ?? ''
  const now = new Date()
  await db
    .insert(deliveries)
    .values({ id: 'd', webhookId: 'hook', eventId, lane: 'l', state: 'failed', createdAt: now })
  await db
    .insert(deliveryAttempts)
    .values({ deliveryId: 'd', number: 1, at: now, durationMs: 1, status: 500, response: SECRET })
  const { appId, sessionId } = owner
  await db.execute(sql`insert into flows (id, app_id, name, trigger_type, trigger_value, enabled, changed_at, created_at, updated_at)
    values ('f', ${appId}, 'F', 'keyword', '{}', true, now(), now(), now())`)
  await db.execute(sql`insert into flow_versions (id, app_id, flow_id, number, definition, created_at)
    values ('v', ${appId}, 'f', 1, '{}', now())`)
  await db.execute(sql`insert into flow_runs (id, app_id, flow_id, version_id, session_id, chat, status, turn, state, entries, started_at, updated_at)
    values ('r', ${appId}, 'f', 'v', ${sessionId}, ${CHAT}, 'active', 1, '{}', 1, now(), now())`)
  await db.execute(sql`insert into flow_run_entries (run_id, number, app_id, kind, at, data, event_id, pending)
    values ('r', 1, ${appId}, 'received', now(), ${JSON.stringify({ text: SECRET })}::jsonb, ${eventId}, false)`)
  await revoked()
  expect(await db.select().from(deliveryAttempts)).toMatchObject([{ status: 500, response: null }])
  const { rows } = await db.execute(sql`select data from flow_run_entries`)
  expect(rows).toEqual([{ data: { text: '' } }])
})

it('the pruning of a message erases the content of its events, which are kept for longer', async () => {
  await written()
  const later = { ...ctx(), now: () => new Date(Date.now() + 40 * 86_400_000) }
  expect(await pruneMessages({ ctx: later, input: NO_BOUNDS })).toBe(1)
  expect(await saying()).toBe(0)
})

it('a file is removed unless another message or a campaign needs it, and a failure is retried last', async () => {
  const removed: string[] = []
  const media = {
    remove: async (key: string) => {
      if (key === 'stuck') throw new Error('no answer')
      removed.push(key)
    },
  } as never
  const sweep = () => removeErasedFiles({ ctx: { ...ctx(), media }, input: { until: new Date() } })
  await written({ media: FILE })
  await written({ id: 'B', media: FILE })
  await revoked()
  await sweep()
  expect([removed, await db.select().from(erasedFiles)]).toEqual([[], []])
  await applyOwnChangeTo('B')
  await see({ kind: 'deleted', messageId: 'B', sender: CHAT })
  await db.insert(erasedFiles).values({ key: 'stuck', erasedAt: new Date(0) })
  await sweep()
  expect(removed).toEqual([FILE.key])
  expect(await db.select().from(erasedFiles)).toMatchObject([{ key: 'stuck' }])
  const campaign = {
    id: 'c',
    ...owner,
    name: 'C',
    type: 'image',
    content: {},
    pacing: {} as never,
    typing: false,
  } as const
  const dates = { createdAt: new Date(), updatedAt: new Date() }
  await db.insert(campaigns).values({ ...campaign, ...dates, status: 'draft', mediaKey: 'stuck' })
  await sweep()
  expect(await db.select().from(erasedFiles)).toEqual([])
})

it('the removal of files continues after files that the store fails to remove', async () => {
  const keys = Array.from({ length: 150 }, (_, index) => ({
    key: `file ${index}`,
    erasedAt: new Date(index),
  }))
  await db.insert(erasedFiles).values(keys)
  const remove = async (key: string) => {
    if (key === 'file 7') throw new Error('no answer')
  }
  const input = { until: new Date(Date.now() + 60_000) }
  expect(await removeErasedFiles({ ctx: { ...ctx(), media: { remove } as never }, input })).toBe(149)
  expect(await db.select().from(erasedFiles)).toMatchObject([{ key: 'file 7' }])
})

/** Deletes a message of ours with the id of another author's message, and expects the other message to stay. */
async function applyOwnChangeTo(messageId: string): Promise<void> {
  const input = { sessionId: owner.sessionId, messageId, eventId: 'evt_1', change: 'deleted' } as const
  await applyOwnChange({ ctx: ctx(), input: { ...input, lease: owner.lease } })
  const [theirs] = await db.select().from(messages).where(eq(messages.id, messageId))
  expect(theirs?.deletedAt).toBeNull()
}

it('an erasure finds its events with an index', async () => {
  await db.execute('set enable_seqscan = off')
  await written()
  const { rows } = await db.execute<{ 'QUERY PLAN': string }>(sql`
    explain select 1 from (values (${owner.sessionId}, 'A')) as gone (session_id, id) join events e
      on e.session_id = gone.session_id and e.data ->> 'id' = gone.id
    where e.type in ('message.received', 'message.from_phone', 'message.updated')`)
  expect(rows.map((row) => row['QUERY PLAN']).join('\n')).toContain('events_message')
})
