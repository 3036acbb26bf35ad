import { randomUUID } from 'node:crypto'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type DatabaseConnection, events, webhooks } from '#shared/database/index.ts'
import { createApp, deleteApp } from '#shared/domain/apps/index.ts'
import { saveKeys } from '#shared/domain/auth-state/index.ts'
import { startCampaign } from '#shared/domain/broadcast/index.ts'
import { eraseDeleted } from '#shared/domain/erasure/index.ts'
import { storeLidMappings } from '#shared/domain/lidMappings/index.ts'
import {
  claimMessages,
  failMessage,
  type InboundMessage,
  importHistory,
  recordPlaceholder,
  storeInbound,
} from '#shared/domain/messages/index.ts'
import {
  broadcastSettingsPatch,
  getBroadcastSettings,
  listSuppressions,
  suppress,
  suppressionFilter,
  suppressionInput,
  unsuppress,
  updateBroadcastSettings,
} from '#shared/domain/suppressions/index.ts'
import {
  accepted,
  addSession,
  type CampaignStage,
  create,
  openStage,
  phones,
  play,
  read,
  recipientsOf,
  sendByApi,
  takeAllOf,
  unitsUsed,
} from './support/campaigns.ts'
import { NO_BOUNDS } from './support/context.ts'
import { connectTo, createDatabase } from './support/database.ts'

const DAY_MS = 86_400_000
const PHONE = '905550000000'
const LID = '123456789012345@lid'

let connection: DatabaseConnection
let stage: CampaignStage

beforeAll(async () => {
  connection = connectTo(await createDatabase())
})
afterAll(() => connection.close())
beforeEach(async () => {
  stage = await openStage(connection)
  await connection.db.insert(webhooks).values({
    id: randomUUID(),
    appId: stage.ctx.appId,
    url: 'http://127.0.0.1:1',
    events: ['*'],
    wrappedKey: Buffer.of(1),
    secret: Buffer.of(1),
    inlineLimitBytes: 0,
  })
})

/** Writes to people by a campaign. */
async function campaignTo(...recipients: string[]) {
  await create(stage, { recipients: recipients.map((phone) => ({ phone })) })
  await play(stage, async () => (await accepted(stage)).length >= recipients.length)
}

function message(text: string, changes: Partial<InboundMessage> = {}): InboundMessage {
  const remoteJid = changes.remoteJid ?? `${PHONE}@s.whatsapp.net`
  return {
    id: randomUUID(),
    sender: remoteJid,
    remoteJid,
    fromMe: false,
    participant: null,
    type: 'text',
    content: { text },
    media: null,
    status: 'DELIVERED',
    source: 'contact',
    pushName: 'Ada',
    timestamp: Math.floor(stage.ctx.now().getTime() / 1_000),
    ...changes,
  }
}

/** Stores a message as the connector of the session does. Returns the marks of its event. */
async function receive(
  text: string,
  changes: Partial<InboundMessage> = {},
  { sessionId = stage.session }: { sessionId?: string } = {},
) {
  const one = message(text, changes)
  const { ctx, lease } = stage
  const journal = [{ hash: one.id, value: Buffer.of(1), receivedAt: ctx.now() }]
  await saveKeys({ ctx, input: [{ lease, sessionId, changes: { saved: [], deleted: [], journal } }] })
  const stanza = { sessionId, appId: ctx.appId, journalHash: one.id, stanza: null, lease }
  const input = [{ ...stanza, inbound: { kind: 'message', message: one } as const }]
  expect(await storeInbound({ ctx: { ...ctx, outbox: { wake: async () => undefined } }, input })).toEqual([
    undefined,
  ])
  return { id: one.id, ...(await marksOf(one.id)) }
}

async function marksOf(id: string): Promise<{ optOut?: true; optIn?: true }> {
  const [event] = await connection.db.select().from(events).where(sql`data ->> 'id' = ${id}`)
  const { optOut, optIn } = (event?.data ?? {}) as { optOut?: true; optIn?: true }
  return { ...(optOut && { optOut }), ...(optIn && { optIn }) }
}

const list = (given: object = {}) =>
  listSuppressions({ ctx: stage.ctx, input: { limit: 50, ...suppressionFilter.parse(given) } })
const listed = async () => (await list()).items.map(({ phone }) => phone)
const add = (given: object) => suppress({ ctx: stage.ctx, input: suppressionInput.parse(given) })
const set = (given: object) =>
  updateBroadcastSettings({ ctx: stage.ctx, input: broadcastSettingsPatch.parse(given) })

describe('a stop word', () => {
  it.each([
    'STOP',
    'Dur!',
    ' İPTAL\n',
    'ıptal',
    'abmelden',
    '¡Baja!',
    'SAIR.',
    'arret',
    'ＳＴＯＰ',
    'st\u200bop',
  ])('puts a recipient of a campaign on the list: %j', async (text) => {
    await campaignTo(PHONE)
    const { id, optOut } = await receive(text)
    expect(optOut).toBe(true)
    expect((await list()).items).toEqual([
      {
        phone: PHONE,
        source: 'reply',
        reason: null,
        session: stage.session,
        messageId: id,
        createdAt: stage.ctx.now().toISOString(),
      },
    ])
  })

  it('keeps the first entry when it is repeated', async () => {
    await campaignTo(PHONE)
    const { id } = await receive('stop')
    stage.ctx.advance(60 * DAY_MS)
    expect(await receive('stop')).toMatchObject({ optOut: true })
    expect((await list()).items).toMatchObject([{ messageId: id }])
  })

  it('counts from a session of the app that sent no campaign', async () => {
    await campaignTo(PHONE)
    const sessionId = await addSession(stage)
    expect(await receive('stop', {}, { sessionId })).toMatchObject({ optOut: true })
    expect((await list()).items).toMatchObject([{ session: sessionId }])
  })

  it.each([
    ['in a sentence', 'please stop', {}],
    ['in a longer word', 'stopwatch', {}],
    ['in a group', 'stop', { remoteJid: '120363041234567890@g.us', participant: `${PHONE}@s.whatsapp.net` }],
    ['written on the linked phone', 'stop', { fromMe: true, sender: 'me', source: 'phone' }],
    ['under a status', 'stop', { remoteJid: 'status@broadcast' }],
    ['in a channel', 'stop', { remoteJid: '120363041234567890@newsletter' }],
    ['of a person without a campaign', 'stop', { remoteJid: '905559999999@s.whatsapp.net' }],
    ['under a picture', '', { type: 'image', content: { caption: 'stop' } }],
  ] as const)('does not count %s', async (_, text, changes) => {
    await campaignTo(PHONE)
    expect(await receive(text, changes as Partial<InboundMessage>)).not.toMatchObject({ optOut: true })
    expect(await listed()).toEqual([])
  })

  it.each([
    [29, [PHONE]],
    [31, []],
  ])('counts for 30 days after the message of the campaign: day %i', async (days, expected) => {
    await campaignTo(PHONE)
    stage.ctx.advance(days * DAY_MS)
    await receive('stop')
    expect(await listed()).toEqual(expected)
  })

  it('counts by the time at which it was written, if it arrives late', async () => {
    await campaignTo(PHONE)
    const timestamp = Math.floor(stage.ctx.now().getTime() / 1_000)
    stage.ctx.advance(40 * DAY_MS)
    await receive('stop', { timestamp })
    expect(await listed()).toEqual([PHONE])
  })

  it('does not count for the app of another tenant', async () => {
    await campaignTo(PHONE)
    const owner = stage
    stage = await openStage(connection)
    await receive('stop')
    expect(await listed()).toEqual([])
    stage = owner
    expect(await listed()).toEqual([])
  })

  it.each([
    ['5511987654321', '551187654321'],
    ['551187654321', '5511987654321'],
    ['5215512345678', '525512345678'],
    ['5491123456789', '541123456789'],
  ])('counts if the campaign spelled the number %s, and WhatsApp %s', async (written, known) => {
    await campaignTo(written)
    expect(await receive('stop', { remoteJid: `${known}@s.whatsapp.net` })).toMatchObject({ optOut: true })
    expect((await list({ phone: `+${written}` })).items).toMatchObject([{ phone: known }])
  })

  it('counts if the content of the message comes later', async () => {
    await campaignTo(PHONE)
    const { ctx, lease, session: sessionId } = stage
    const input = { lease, sessionId, appId: ctx.appId }
    const one = message('stop')
    await recordPlaceholder({
      ctx,
      input: { ...input, message: { ...one, content: { kind: 'ciphertext' } } },
    })
    const outbox = { wake: async () => undefined }
    await importHistory({ ctx: { ...ctx, outbox }, input: { ...input, messages: [one, message('hi')] } })
    expect(await marksOf(one.id)).toEqual({ optOut: true })
    expect(await listed()).toEqual([PHONE])
  })

  it('does not count in the history from before the link', async () => {
    await campaignTo(PHONE)
    const { ctx, lease, session: sessionId } = stage
    const input = { lease, sessionId, appId: ctx.appId, messages: [message('stop')] }
    await importHistory({ ctx: { ...ctx, outbox: { wake: async () => undefined } }, input })
    expect(await listed()).toEqual([])
  })
})

describe('a start word', () => {
  it.each([
    ['a stop word', () => receive('stop')],
    ['a request', () => add({ phone: PHONE })],
  ])('removes a person whom %s put on the list', async (_, put) => {
    await campaignTo(PHONE)
    await put()
    expect(await listed()).toEqual([PHONE])
    stage.ctx.advance(365 * DAY_MS)
    expect(await receive('Başla')).toMatchObject({ optIn: true })
    expect(await listed()).toEqual([])
  })

  it('marks nothing for a person who is not on the list', async () => {
    await campaignTo(PHONE)
    expect(Object.keys(await receive('start'))).toEqual(['id'])
  })
})

describe('a campaign', () => {
  const ours = async () => (await accepted(stage)).filter(({ fromMe }) => fromMe)
  const sentTo = async () => (await ours()).map(({ remoteJid }) => remoteJid.split('@')[0])
  const until = (count: number) => async () => (await ours()).length >= count

  it('skips the people who have opted out, counts them, and charges the others only', async () => {
    await add({ phones: phones(1) })
    const { id, counts, skipped } = await create(stage)
    expect({ counts, skipped }).toMatchObject({
      counts: { total: 3, pending: 2, skipped: 1 },
      skipped: { opted_out: 1 },
    })
    expect(await unitsUsed(stage)).toBe(2)
    await play(stage, until(2))
    expect(await sentTo()).toEqual(phones(2, 1))
    await takeAllOf(stage)
    await play(stage)
    expect(await read(stage, id)).toMatchObject({ status: 'completed', failures: { opted_out: 1 } })
    expect(await recipientsOf(stage, id)).toMatchObject([
      { phone: PHONE, status: 'skipped', error: 'opted_out', messageId: null },
      { status: 'sent' },
      { status: 'sent' },
    ])
  })

  it('ends at once and costs nothing if all recipients have opted out', async () => {
    await add({ phones: phones(3) })
    const { id } = await create(stage)
    await play(stage)
    expect(await read(stage, id)).toMatchObject({ status: 'completed', skipped: { opted_out: 3 } })
    expect([await sentTo(), await unitsUsed(stage)]).toEqual([[], 0])
  })

  it.each([
    ['5511987654321', '551187654321'],
    ['551187654321', '5511987654321'],
    ['525512345678', '5215512345678'],
    ['541123456789', '5491123456789'],
  ])('knows a person who is on the list as %s and among the recipients as %s', async (known, written) => {
    await add({ phone: known })
    expect(await create(stage, { recipients: [{ phone: written }] })).toMatchObject({
      skipped: { opted_out: 1 },
    })
  })

  it('that was scheduled before skips a person who has opted out at its start', async () => {
    const { id } = await create(stage, { scheduledAt: '2026-11-24T09:30:00Z' })
    await add({ phone: PHONE })
    await play(stage, until(2))
    expect(await sentTo()).toEqual(phones(2, 1))
    expect(await read(stage, id)).toMatchObject({ skipped: { opted_out: 1 } })
    expect(await unitsUsed(stage)).toBe(2)
  })

  it('writes to a person who has opted in again before its start', async () => {
    await add({ phone: PHONE })
    const { id, skipped } = await create(stage, { draft: true })
    expect(skipped).toEqual({})
    await unsuppress({ ctx: stage.ctx, input: { phone: `${PHONE}@s.whatsapp.net` } })
    await startCampaign({ ctx: stage.ctx, input: { id } })
    await play(stage, until(1))
    expect(await sentTo()).toEqual([PHONE])
  })

  it('skips a person who opts out while it runs, and refunds the unit', async () => {
    await campaignTo(phones(3)[2] ?? '')
    const { id } = await create(stage)
    await play(stage, until(2))
    expect(await unitsUsed(stage)).toBe(4)
    await receive('stop', { remoteJid: `${phones(3)[2]}@s.whatsapp.net` })
    await play(stage, until(3))
    await takeAllOf(stage)
    await play(stage)
    expect(await read(stage, id)).toMatchObject({
      status: 'completed',
      counts: { sent: 2, skipped: 1 },
      skipped: { opted_out: 1 },
    })
    expect([await sentTo(), await unitsUsed(stage)]).toEqual([[phones(3)[2], ...phones(2)], 3])
  })

  it('does not send an accepted message if the stop word was stored before the claim', async () => {
    await campaignTo(PHONE)
    const { ctx, lease, session: sessionId } = stage
    const byApi = await sendByApi(stage, PHONE)
    const [sent] = await accepted(stage)
    await receive('stop')
    const claims = [sent?.id ?? '', byApi].map((messageId) => ({ sessionId, messageId, lease }))
    expect(await claimMessages({ ctx, input: claims })).toMatchObject([
      { row: { source: 'broadcast' }, isOptedOut: true },
      { row: { source: 'api' }, isOptedOut: false },
    ])
    const wake = async () => undefined
    const failure = { lease, sessionId, messageId: sent?.id ?? '', error: 'opted_out' } as const
    await failMessage({ ctx: { ...ctx, outbox: { wake } }, input: failure })
    expect(await unitsUsed(stage)).toBe(0)
    const { rows } = await ctx.db.execute(sql`
      select status, error from campaign_recipients where app_id = ${ctx.appId}`)
    expect(rows).toEqual([{ status: 'skipped', error: 'opted_out' }])
  })
})

describe('words of the app', () => {
  it('replace the default words, and null restores them', async () => {
    await campaignTo(PHONE)
    expect(await set({ stopWords: ['Yeter', 'Genug!'] })).toMatchObject({ stopWords: ['Yeter', 'Genug!'] })
    await receive('stop')
    expect(await listed()).toEqual([])
    await receive('GENUG')
    expect(await listed()).toEqual([PHONE])
    const defaults = await set({ stopWords: null })
    expect(defaults.stopWords).toContain('iptal')
    expect(await getBroadcastSettings({ ctx: stage.ctx })).toEqual(defaults)
  })

  it('are switched off by an empty list', async () => {
    await campaignTo(PHONE)
    await set({ stopWords: [] })
    await receive('stop')
    expect(await listed()).toEqual([])
  })

  it('change only where the request says so', async () => {
    await set({ stopWords: ['a'], startWords: ['b'] })
    expect(await set({})).toEqual({ stopWords: ['a'], startWords: ['b'] })
    expect(await set({ startWords: ['c'] })).toEqual({ stopWords: ['a'], startWords: ['c'] })
    // GET, edit, PUT.
    expect(await set(await getBroadcastSettings({ ctx: stage.ctx }))).toEqual({
      stopWords: ['a'],
      startWords: ['c'],
    })
  })

  it.each([
    [{ stopWords: ['START'] }, 'stopWords.0'],
    [{ startWords: ['go', 'İPTAL!'] }, 'startWords.1'],
    [{ stopWords: ['x'], startWords: ['X'] }, 'startWords.0'],
  ])('cannot stop and start: %j', async (given, path) => {
    await expect(set(given)).rejects.toMatchObject({ code: 'VALIDATION_ERROR', details: [{ path }] })
  })

  it('must be visible', () => {
    expect(broadcastSettingsPatch.safeParse({ stopWords: ['\u200b'] }).success).toBe(false)
  })

  it('belong to one app', async () => {
    await set({ stopWords: ['only here'] })
    stage = await openStage(connection)
    expect((await getBroadcastSettings({ ctx: stage.ctx })).stopWords).toContain('stop')
  })
})

describe('the list', () => {
  it('takes people once, however their number is written, and can be asked again', async () => {
    const phones = [
      '+90 555 123 45 67',
      '00905551234567',
      '905551234567@s.whatsapp.net',
      '5511987654321',
      LID,
    ]
    expect(await add({ phones, reason: 'asked by phone' })).toEqual({ added: 3, existing: 0 })
    expect(await add({ phones: [...phones, '551187654321'] })).toEqual({ added: 0, existing: 3 })
    expect((await list({ phone: '905551234567' })).items).toMatchObject([
      { phone: '905551234567', source: 'api', reason: 'asked by phone', session: null, messageId: null },
    ])
    expect((await list({ phone: LID })).items).toMatchObject([{ phone: LID }])
  })

  it.each([{}, { phone: PHONE, phones: [PHONE] }, { phones: [] }, { phone: '0555' }, { phone: '1@g.us' }])(
    'refuses %j',
    (given) => {
      expect(suppressionInput.safeParse(given).success).toBe(false)
    },
  )

  it('pages from the newest to the oldest, and filters by source', async () => {
    await campaignTo(PHONE)
    await receive('stop')
    for (let n = 1; n <= 4; n++) {
      stage.ctx.advance(1_000)
      await add({ phone: `90555000000${n}` })
    }
    const seen: string[] = []
    let cursor: string | undefined
    do {
      const page = await listSuppressions({ ctx: stage.ctx, input: { limit: 2, cursor } })
      seen.push(...page.items.map(({ phone }) => phone))
      cursor = page.pagination.nextCursor ?? undefined
    } while (cursor)
    expect(seen).toEqual(['905550000004', '905550000003', '905550000002', '905550000001', PHONE])
    expect((await list({ source: 'reply' })).items).toHaveLength(1)
    expect((await list({ source: 'api' })).items).toHaveLength(4)
  })

  it('loses a person in any spelling, and answers 404 for a person whom it does not have', async () => {
    await add({ phone: '5511987654321' })
    const remove = () => unsuppress({ ctx: stage.ctx, input: { phone: '551187654321@s.whatsapp.net' } })
    expect(await remove()).toBe('5511987654321')
    await expect(remove()).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })

  it('knows a LID and its number as one person, as soon as a session of the app knows both', async () => {
    const { ctx, lease } = stage
    const learn = (sessionId: string) =>
      storeLidMappings({
        ctx,
        input: { lease, sessionId, mappings: [{ lid: LID, phoneJid: `${PHONE}@s.whatsapp.net` }] },
      })
    await add({ phone: LID })
    await learn(stage.session)
    expect(await listed()).toEqual([PHONE])
    expect(await add({ phones: [LID, PHONE] })).toEqual({ added: 0, existing: 1 })
    await unsuppress({ ctx, input: { phone: LID } })
    expect(await listed()).toEqual([])
  })

  it('keeps the entry of the number when the LID has an entry too', async () => {
    const { ctx, lease, session: sessionId } = stage
    await add({ phone: PHONE, reason: 'first' })
    await add({ phone: LID, reason: 'second' })
    const mappings = [{ lid: LID, phoneJid: `${PHONE}@s.whatsapp.net` }]
    await storeLidMappings({ ctx, input: { lease, sessionId, mappings } })
    expect((await list()).items).toMatchObject([{ phone: PHONE, reason: 'first' }])
  })

  it('disappears with its app, and with no session', async () => {
    const { ctx, accountId } = stage
    const { id: appId } = await createApp({ ctx, input: { accountId, name: 'Gone' } })
    const own = { ...ctx, appId }
    await suppress({ ctx: own, input: { phones: [`${PHONE}@s.whatsapp.net`, LID] } })
    await updateBroadcastSettings({ ctx: own, input: { stopWords: ['x'] } })
    await deleteApp({ ctx, input: { appId } })
    await eraseDeleted({ ctx: { ...ctx, outbox: { wake: async () => undefined } }, input: NO_BOUNDS })
    for (const table of ['broadcast_suppressions', 'broadcast_settings', 'apps']) {
      const column = sql.identifier(table === 'apps' ? 'id' : 'app_id')
      const { rows } = await ctx.db.execute(
        sql`select 1 from ${sql.identifier(table)} where ${column} = ${appId}`,
      )
      expect([table, rows]).toEqual([table, []])
    }
  })
})
