import { asc, eq } from 'drizzle-orm'
import { beforeEach, expect, it } from 'vitest'
import { type Database, events, messageRecipients, messages, sessions } from '#shared/database/index.ts'
import type { Lease } from '#shared/domain/fleet/index.ts'
import { chatJidsOf, storeLidMappings } from '#shared/domain/lidMappings/index.ts'
import { adoptNumbers, advanceRecipient, recordRecipients } from '#shared/domain/messages/index.ts'
import { useFleet } from './support/fleet.ts'

const GROUP = '120363041234567890@g.us'
const ADA = { lid: '1@lid', phoneJid: '1@s.whatsapp.net' }
const BOB = { lid: '2@lid', phoneJid: '2@s.whatsapp.net' }
const NOW = new Date('2026-01-02T03:04:05Z')

let db: Database
let sessionId: string
let appId: string
let lease: Lease
const { join, makeSession } = useFleet((fresh) => {
  db = fresh
})
const ctx = () => ({ db, now: () => NOW, outbox: { wake: async () => undefined } })

beforeEach(async () => {
  const leases = await join('con_1')
  sessionId = await makeSession(0, 'session')
  const [row] = await db.select().from(sessions).where(eq(sessions.id, sessionId))
  const found = leases.find(({ partition }) => partition === 0)
  if (!row || !found) throw new Error('no lease')
  lease = found
  appId = row.appId
})

async function store(id: string, changes: Partial<typeof messages.$inferInsert> = {}) {
  await db.insert(messages).values({
    sessionId,
    appId,
    id,
    sender: 'me',
    remoteJid: GROUP,
    fromMe: true,
    type: 'text',
    content: { text: id },
    status: 'SENT',
    source: 'api',
    timestamp: 1,
    ...changes,
  })
}
const said = (id: string, jid: string) =>
  store(id, { sender: jid, participant: jid, fromMe: false, status: 'DELIVERED', source: 'contact' })
const learn = async (mappings: (typeof ADA)[]) => {
  await adoptNumbers({ ctx: ctx(), input: { lease, sessionId, mappings } })
  await storeLidMappings({ ctx: ctx(), input: { lease, sessionId, mappings } })
}
const receipt = (messageIds: string[], jid: string) =>
  advanceRecipient({ ctx: ctx(), input: { lease, sessionId, messageIds, jid, status: 'DELIVERED' } })
const recipients = async (messageId: string) =>
  (
    await db
      .select()
      .from(messageRecipients)
      .where(eq(messageRecipients.messageId, messageId))
      .orderBy(asc(messageRecipients.jid))
  ).map(({ jid, status }) => [jid, status])

it('gives the messages of a member in groups the number, and leaves the other members alone', async () => {
  await said('a', ADA.lid)
  await said('b', BOB.lid)
  await said('twice', ADA.lid)
  await said('twice', ADA.phoneJid)
  await learn([ADA])
  const rows = await db
    .select()
    .from(messages)
    .where(eq(messages.remoteJid, GROUP))
    .orderBy(asc(messages.seq))
  expect(rows.map(({ id, sender, participant }) => [id, sender, participant])).toEqual([
    ['a', ADA.phoneJid, ADA.phoneJid],
    ['b', BOB.lid, BOB.lid],
    ['twice', ADA.lid, ADA.lid],
    ['twice', ADA.phoneJid, ADA.phoneJid],
  ])
})

it('merges two recipients of one member, and moves the message to its real status', async () => {
  await store('out')
  await store('other')
  const input = { lease, sessionId, messageId: 'out', jids: [ADA.phoneJid, BOB.lid] }
  await recordRecipients({ ctx: ctx(), input })
  await receipt(['out'], ADA.lid)
  await receipt(['out'], BOB.phoneJid)
  expect(await recipients('out')).toEqual([
    [ADA.lid, 'DELIVERED'],
    [ADA.phoneJid, 'PENDING'],
    [BOB.lid, 'PENDING'],
    [BOB.phoneJid, 'DELIVERED'],
  ])
  await learn([ADA])
  expect(await recipients('out')).toEqual([
    [ADA.phoneJid, 'DELIVERED'],
    [BOB.lid, 'PENDING'],
    [BOB.phoneJid, 'DELIVERED'],
  ])
  await learn([BOB])
  expect(await recipients('out')).toEqual([
    [ADA.phoneJid, 'DELIVERED'],
    [BOB.phoneJid, 'DELIVERED'],
  ])
  const [row] = await db.select().from(messages).where(eq(messages.id, 'out'))
  expect(row?.status).toBe('DELIVERED')
  const told = await db.select().from(events)
  expect(told.map(({ type, data }) => [type, 'id' in data && data.id])).toEqual([
    ['message.delivered', 'out'],
  ])
})

it('records a recipient by the number that became known since the read of the group', async () => {
  await store('out')
  await learn([ADA])
  const input = { lease, sessionId, messageId: 'out', jids: [ADA.lid, ADA.phoneJid, BOB.lid] }
  await recordRecipients({ ctx: ctx(), input })
  expect(await recipients('out')).toEqual([
    [ADA.phoneJid, 'PENDING'],
    [BOB.lid, 'PENDING'],
  ])
})

it('moves more rows than one transaction changes', async () => {
  const many = Array.from({ length: 1_201 }, (_, index) => `m${index}`)
  const row = { sessionId, appId, sender: ADA.lid, participant: ADA.lid, remoteJid: GROUP, fromMe: false }
  const fixed = { type: 'text', content: {}, status: 'DELIVERED', source: 'contact', timestamp: 1 } as const
  await db.insert(messages).values(many.map((id) => ({ ...row, ...fixed, id })))
  await learn([ADA])
  expect(await db.$count(messages, eq(messages.participant, ADA.lid))).toBe(0)
})

it('finds the chat of a person by any JID', async () => {
  const chat = { fromMe: false, status: 'DELIVERED', source: 'contact' } as const
  await store('a', { ...chat, sender: ADA.phoneJid, remoteJid: ADA.phoneJid })
  await learn([ADA])
  const jidsOf = (jid: string) => chatJidsOf({ ctx: { db }, input: { sessionId, jid } })
  expect([await jidsOf(ADA.lid), await jidsOf(ADA.phoneJid)]).toEqual([[ADA.phoneJid], [ADA.phoneJid]])
  await store('b', { ...chat, sender: ADA.lid, remoteJid: ADA.lid })
  expect((await jidsOf(ADA.phoneJid)).sort()).toEqual([ADA.lid, ADA.phoneJid].sort())
  expect(await jidsOf(BOB.lid)).toEqual([BOB.lid])
})
