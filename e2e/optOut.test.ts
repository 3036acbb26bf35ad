import { eq } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { campaigns } from '#shared/database/index.ts'
import { cancelCampaign, deleteCampaign } from '#shared/domain/broadcast/index.ts'
import { eraseDeleted } from '#shared/domain/erasure/index.ts'
import { type InboundMessage, importHistory, recordPlaceholder } from '#shared/domain/messages/index.ts'
import {
  broadcastSettingsPatch,
  getBroadcastSettings,
  updateBroadcastSettings,
} from '#shared/domain/suppressions/index.ts'
import { addSession, sendByApi } from './support/campaigns.ts'
import { NO_BOUNDS } from './support/context.ts'
import { DAY_MS, LID, type OptOutStage, PHONE, useOptOut } from './support/optOut.ts'

let on: OptOutStage
useOptOut((fresh) => {
  on = fresh
})

const set = (given: object) =>
  updateBroadcastSettings({ ctx: on.ctx, input: broadcastSettingsPatch.parse(given) })

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
    await on.campaignTo(PHONE)
    const { id, optOut } = await on.receive(text)
    expect(optOut).toBe(true)
    expect((await on.list()).items).toEqual([
      {
        phone: PHONE,
        source: 'reply',
        reason: null,
        session: on.stage.session,
        messageId: id,
        createdAt: on.ctx.now().toISOString(),
      },
    ])
  })

  it('keeps the first entry when it is repeated', async () => {
    await on.campaignTo(PHONE)
    const { id } = await on.receive('stop')
    on.ctx.advance(60 * DAY_MS)
    expect(await on.receive('stop')).toMatchObject({ optOut: true })
    expect((await on.list()).items).toMatchObject([{ messageId: id }])
  })

  it('counts from a session of the app that sent no campaign', async () => {
    await on.campaignTo(PHONE)
    const sessionId = await addSession(on.stage)
    expect(await on.receive('stop', {}, sessionId)).toMatchObject({ optOut: true })
    expect((await on.list()).items).toMatchObject([{ session: sessionId }])
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
    await on.campaignTo(PHONE)
    expect(await on.receive(text, changes as Partial<InboundMessage>)).not.toMatchObject({ optOut: true })
    expect(await on.listed()).toEqual([])
  })

  it.each([
    [29, [PHONE]],
    [31, []],
  ])('counts for 30 days after the message of the campaign: day %i', async (days, expected) => {
    await on.campaignTo(PHONE)
    on.ctx.advance(days * DAY_MS)
    await on.receive('stop')
    expect(await on.listed()).toEqual(expected)
  })

  it('counts by the time at which it was written, if it arrives late', async () => {
    await on.campaignTo(PHONE)
    const timestamp = Math.floor(on.ctx.now().getTime() / 1_000)
    on.ctx.advance(40 * DAY_MS)
    await on.receive('stop', { timestamp })
    expect(await on.listed()).toEqual([PHONE])
  })

  it.each([
    ['the same session', () => on.stage.session],
    ['another session of the app', () => addSession(on.stage)],
  ])('counts after the deletion of the campaign, in %s', async (_, session) => {
    await on.campaignTo(PHONE)
    const { ctx } = on
    const [{ id = '' } = {}] = await ctx.db.select().from(campaigns).where(eq(campaigns.appId, ctx.appId))
    await cancelCampaign({ ctx, input: { id } })
    await deleteCampaign({ ctx, input: { id } })
    await eraseDeleted({ ctx, input: NO_BOUNDS })
    ctx.advance(29 * DAY_MS)
    expect(await on.receive('stop', {}, await session())).toMatchObject({ optOut: true })
    expect(await on.listed()).toEqual([PHONE])
  })

  it('does not count after a message of the API', async () => {
    await sendByApi(on.stage, PHONE)
    await on.receive('stop')
    expect(await on.listed()).toEqual([])
  })

  it('does not count for the app of another tenant', async () => {
    await on.campaignTo(PHONE)
    const owner = on.stage
    await on.changeTenant()
    await on.receive('stop')
    expect(await on.listed()).toEqual([])
    on.stage = owner
    expect(await on.listed()).toEqual([])
  })

  it.each([
    ['5511987654321', '551187654321'],
    ['551187654321', '5511987654321'],
    ['5215512345678', '525512345678'],
    ['5491123456789', '541123456789'],
  ])('counts if the campaign spelled the number %s, and WhatsApp %s', async (written, known) => {
    await on.campaignTo(written)
    expect(await on.receive('stop', { remoteJid: `${known}@s.whatsapp.net` })).toMatchObject({ optOut: true })
    expect((await on.list({ phone: `+${written}` })).items).toMatchObject([{ phone: known }])
  })

  it.each([
    ['the stanza carries the LID', false, { lid: LID }],
    ['the session knows both', true, {}],
  ])(
    'counts if the campaign knew the LID, the answer has the number, and %s',
    async (_, isMapped, changes) => {
      await on.campaignTo(LID)
      if (isMapped) await on.learn()
      expect(await on.receive('stop', changes)).toMatchObject({ optOut: true })
      expect(await on.listed()).toEqual([PHONE])
    },
  )

  it('counts for the number if another session of the app knows the number of the LID', async () => {
    await on.campaignTo(LID)
    await on.learn(await addSession(on.stage))
    expect(await on.receive('stop', { remoteJid: LID })).toMatchObject({ optOut: true })
    expect(await on.listed()).toEqual([PHONE])
  })

  it('counts if the content of the message comes later', async () => {
    await on.campaignTo(PHONE)
    const { ctx } = on
    const { lease, session: sessionId } = on.stage
    const input = { lease, sessionId, appId: ctx.appId }
    const one = on.message('stop')
    await recordPlaceholder({
      ctx,
      input: { ...input, message: { ...one, content: { kind: 'ciphertext' } } },
    })
    await importHistory({ ctx, input: { ...input, messages: [one, on.message('hi')] } })
    expect(await on.marksOf(one.id)).toEqual({ optOut: true })
    expect(await on.listed()).toEqual([PHONE])
  })

  it('does not count in the history from before the link', async () => {
    await on.campaignTo(PHONE)
    const { ctx } = on
    const { lease, session: sessionId } = on.stage
    const input = { lease, sessionId, appId: ctx.appId, messages: [on.message('stop')] }
    await importHistory({ ctx, input })
    expect(await on.listed()).toEqual([])
  })
})

describe('a start word', () => {
  it.each([
    ['a stop word', () => on.receive('stop')],
    ['a request', () => on.add({ phone: PHONE })],
  ])('removes a person after %s', async (_, put) => {
    await on.campaignTo(PHONE)
    await put()
    expect(await on.listed()).toEqual([PHONE])
    on.ctx.advance(365 * DAY_MS)
    expect(await on.receive('Başla')).toMatchObject({ optIn: true })
    expect(await on.listed()).toEqual([])
  })

  it.each([
    ['a stop word', (timestamp: number) => on.receive('stop', { timestamp })],
    ['a request', () => on.add({ phone: PHONE })],
  ])('leaves an entry by %s that is newer than the word', async (_, put) => {
    await on.campaignTo(PHONE)
    const now = Math.floor(on.ctx.now().getTime() / 1_000)
    await put(now)
    expect(Object.keys(await on.receive('start', { timestamp: now - 1 }))).toEqual(['id'])
    expect(await on.listed()).toEqual([PHONE])
    expect(await on.receive('start', { timestamp: now })).toMatchObject({ optIn: true })
    expect(await on.listed()).toEqual([])
  })

  it('removes the entry of an older stop word that arrived late', async () => {
    await on.campaignTo(PHONE)
    const written = Math.floor(on.ctx.now().getTime() / 1_000)
    on.ctx.advance(DAY_MS)
    await on.receive('stop', { timestamp: written })
    expect(await on.receive('start', { timestamp: written + 60 })).toMatchObject({ optIn: true })
    expect(await on.listed()).toEqual([])
  })

  it('marks nothing for a person who is not on the list', async () => {
    await on.campaignTo(PHONE)
    expect(Object.keys(await on.receive('start'))).toEqual(['id'])
  })
})

describe('words of the app', () => {
  it('replace the default words, and null restores them', async () => {
    await on.campaignTo(PHONE)
    expect(await set({ stopWords: ['Yeter', 'Genug!'] })).toMatchObject({ stopWords: ['Yeter', 'Genug!'] })
    await on.receive('stop')
    expect(await on.listed()).toEqual([])
    await on.receive('GENUG')
    expect(await on.listed()).toEqual([PHONE])
    const defaults = await set({ stopWords: null })
    expect(defaults.stopWords).toContain('iptal')
    expect(await getBroadcastSettings({ ctx: on.ctx })).toEqual(defaults)
  })

  it('are switched off by an empty list', async () => {
    await on.campaignTo(PHONE)
    await set({ stopWords: [] })
    await on.receive('stop')
    expect(await on.listed()).toEqual([])
  })

  it('change only where the request says so', async () => {
    await set({ stopWords: ['a'], startWords: ['b'] })
    expect(await set({})).toEqual({ stopWords: ['a'], startWords: ['b'] })
    expect(await set({ startWords: ['c'] })).toEqual({ stopWords: ['a'], startWords: ['c'] })
    // GET, edit, PUT.
    expect(await set(await getBroadcastSettings({ ctx: on.ctx }))).toEqual({
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
    await on.changeTenant()
    expect((await getBroadcastSettings({ ctx: on.ctx })).stopWords).toContain('stop')
  })
})
