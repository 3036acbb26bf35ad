import { sql } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { LeaseHandle } from '#connector/fleet/leaseHandle.ts'
import { Accounts } from '#connector/session/accounts.ts'
import { LidMappings } from '#connector/session/lidMappings.ts'
import { Sender } from '#connector/session/sender.ts'
import { createApp, deleteApp } from '#shared/domain/apps/index.ts'
import { BatchTurns } from '#shared/domain/batches/index.ts'
import { startCampaign } from '#shared/domain/broadcast/index.ts'
import { eraseDeleted } from '#shared/domain/erasure/index.ts'
import {
  advanceStatus,
  claimCampaignPerson,
  claimMessages,
  expirePending,
  failMessage,
} from '#shared/domain/messages/index.ts'
import { getPersonRequest, requestPerson, runPersonRequests } from '#shared/domain/persons/index.ts'
import {
  listSuppressions,
  suppress,
  suppressionInput,
  unsuppress,
  updateBroadcastSettings,
} from '#shared/domain/suppressions/index.ts'
import {
  accepted,
  create,
  phones,
  play,
  read,
  recipientsOf,
  sendByApi,
  takeAllOf,
  unitsUsed,
} from './support/campaigns.ts'
import { NO_BOUNDS } from './support/context.ts'
import { LID, type OptOutStage, PHONE, useOptOut } from './support/optOut.ts'

let on: OptOutStage
useOptOut((fresh) => {
  on = fresh
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
    expect(await on.add({ phones, reason: 'asked by phone' })).toEqual({ added: 3, existing: 0 })
    expect(await on.add({ phones: [...phones, '551187654321'] })).toEqual({ added: 0, existing: 3 })
    expect((await on.list({ phone: '905551234567' })).items).toMatchObject([
      { phone: '905551234567', source: 'api', reason: 'asked by phone', session: null, messageId: null },
    ])
    expect((await on.list({ phone: LID })).items).toMatchObject([{ phone: LID }])
  })

  it.each([{}, { phone: PHONE, phones: [PHONE] }, { phones: [] }, { phone: '0555' }, { phone: '1@g.us' }])(
    'refuses %j',
    (given) => {
      expect(suppressionInput.safeParse(given).success).toBe(false)
    },
  )

  it('pages from the newest to the oldest, and filters by source', async () => {
    await on.campaignTo(PHONE)
    await on.receive('stop')
    for (let n = 1; n <= 4; n++) {
      on.ctx.advance(1_000)
      await on.add({ phone: `90555000000${n}` })
    }
    const seen: string[] = []
    let cursor: string | undefined
    do {
      const page = await listSuppressions({ ctx: on.ctx, input: { limit: 2, cursor } })
      seen.push(...page.items.map(({ phone }) => phone))
      cursor = page.pagination.nextCursor ?? undefined
    } while (cursor)
    expect(seen).toEqual(['905550000004', '905550000003', '905550000002', '905550000001', PHONE])
    expect((await on.list({ source: 'reply' })).items).toHaveLength(1)
    expect((await on.list({ source: 'api' })).items).toHaveLength(4)
  })

  it('loses a person in any spelling, and answers 404 for an unknown person', async () => {
    await on.add({ phone: '5511987654321' })
    const remove = () => unsuppress({ ctx: on.ctx, input: { phone: '551187654321@s.whatsapp.net' } })
    expect(await remove()).toBe('5511987654321')
    await expect(remove()).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })

  it('knows a LID and its number as one person, as soon as a session of the app knows both', async () => {
    await on.add({ phone: LID })
    await on.learn()
    expect(await on.listed()).toEqual([PHONE])
    expect(await on.add({ phones: [LID, PHONE] })).toEqual({ added: 0, existing: 1 })
    expect(await create(on.stage, { recipients: [{ phone: LID }] })).toMatchObject({
      skipped: { opted_out: 1 },
    })
    await unsuppress({ ctx: on.ctx, input: { phone: LID } })
    expect(await on.listed()).toEqual([])
  })

  it('keeps the entry of the number when the LID has an entry too', async () => {
    await on.add({ phone: PHONE, reason: 'first' })
    await on.add({ phone: LID, reason: 'second' })
    await on.learn()
    expect((await on.list()).items).toMatchObject([{ phone: PHONE, reason: 'first' }])
  })

  it('disappears with its app', async () => {
    const { ctx } = on
    const { accountId } = on.stage
    const { id: appId } = await createApp({ ctx, input: { accountId, name: 'Gone' } })
    const own = { ...ctx, appId }
    await suppress({ ctx: own, input: { phones: [`${PHONE}@s.whatsapp.net`, LID] } })
    await updateBroadcastSettings({ ctx: own, input: { stopWords: ['x'] } })
    await deleteApp({ ctx, input: { appId } })
    await eraseDeleted({ ctx, input: NO_BOUNDS })
    for (const table of ['broadcast_suppressions', 'broadcast_settings', 'apps']) {
      const column = sql.identifier(table === 'apps' ? 'id' : 'app_id')
      const { rows } = await ctx.db.execute(
        sql`select 1 from ${sql.identifier(table)} where ${column} = ${appId}`,
      )
      expect([table, rows]).toEqual([table, []])
    }
  })
})

/** Erases a person as the sweeper does. */
async function erase(phone: string) {
  const { ctx } = on
  const person = `${phone}@s.whatsapp.net`
  const { id } = await requestPerson({ ctx, input: { kind: 'erasure', person, keyId: 'key_1' } })
  for (let runs = 0; runs < 6; runs++) {
    ctx.advance(60_000)
    await runPersonRequests({ ctx, input: { ...NO_BOUNDS, turns: new BatchTurns() } })
    if ((await getPersonRequest({ ctx, input: { id } })).status === 'completed') return
  }
  throw new Error(`Request ${id} did not complete`)
}

describe('a campaign', () => {
  const ours = async () => (await accepted(on.stage)).filter(({ fromMe }) => fromMe)
  const sentTo = async () => (await ours()).map(({ remoteJid }) => remoteJid.split('@')[0])
  const until = (count: number) => async () => (await ours()).length >= count

  it('skips the people who have opted out, counts them, and charges the others only', async () => {
    await on.add({ phones: phones(1) })
    const { id, counts, skipped } = await create(on.stage)
    expect({ counts, skipped }).toMatchObject({
      counts: { total: 3, pending: 2, skipped: 1 },
      skipped: { opted_out: 1 },
    })
    expect(await unitsUsed(on.stage)).toBe(2)
    await play(on.stage, until(2))
    expect(await sentTo()).toEqual(phones(2, 1))
    await takeAllOf(on.stage)
    await play(on.stage)
    expect(await read(on.stage, id)).toMatchObject({ status: 'completed', failures: { opted_out: 1 } })
    expect(await recipientsOf(on.stage, id)).toMatchObject([
      { phone: PHONE, status: 'skipped', error: 'opted_out', messageId: null },
      { status: 'sent' },
      { status: 'sent' },
    ])
  })

  it('ends at once and costs nothing if all recipients have opted out', async () => {
    await on.add({ phones: phones(3) })
    const { id } = await create(on.stage)
    await play(on.stage)
    expect(await read(on.stage, id)).toMatchObject({ status: 'completed', skipped: { opted_out: 3 } })
    expect([await sentTo(), await unitsUsed(on.stage)]).toEqual([[], 0])
  })

  it.each([
    ['5511987654321', '551187654321'],
    ['551187654321', '5511987654321'],
    ['525512345678', '5215512345678'],
    ['541123456789', '5491123456789'],
  ])('knows a person who is on the list as %s and among the recipients as %s', async (known, written) => {
    await on.add({ phone: known })
    expect(await create(on.stage, { recipients: [{ phone: written }] })).toMatchObject({
      skipped: { opted_out: 1 },
    })
  })

  it('skips a person at the start of a campaign that was scheduled before the opt-out', async () => {
    const { id } = await create(on.stage, { scheduledAt: '2026-11-24T09:30:00Z' })
    await on.add({ phone: PHONE })
    await play(on.stage, until(2))
    expect(await sentTo()).toEqual(phones(2, 1))
    expect(await read(on.stage, id)).toMatchObject({ skipped: { opted_out: 1 } })
    expect(await unitsUsed(on.stage)).toBe(2)
  })

  it.each([{ draft: true }, { scheduledAt: '2026-11-24T09:30:00Z' }])(
    'does not charge a person who is erased before the start: %j',
    async (given) => {
      const { id } = await create(on.stage, given)
      await erase(PHONE)
      if (given.draft) await startCampaign({ ctx: on.ctx, input: { id } })
      await play(on.stage, until(2))
      expect(await read(on.stage, id)).toMatchObject({ skipped: { person_erased: 1 } })
      expect([await sentTo(), await unitsUsed(on.stage)]).toEqual([phones(2, 1), 2])
    },
  )

  it('writes to a person who has opted in again before the start of the campaign', async () => {
    await on.add({ phone: PHONE })
    const { id, skipped } = await create(on.stage, { draft: true })
    expect(skipped).toEqual({})
    await unsuppress({ ctx: on.ctx, input: { phone: `${PHONE}@s.whatsapp.net` } })
    await startCampaign({ ctx: on.ctx, input: { id } })
    await play(on.stage, until(1))
    expect(await sentTo()).toEqual([PHONE])
  })

  it('skips a person who opts out while the campaign runs, and refunds the unit', async () => {
    await on.campaignTo(phones(3)[2] ?? '')
    const { id } = await create(on.stage)
    await play(on.stage, until(2))
    expect(await unitsUsed(on.stage)).toBe(4)
    await on.receive('stop', { remoteJid: `${phones(3)[2]}@s.whatsapp.net` })
    await play(on.stage, until(3))
    await takeAllOf(on.stage)
    await play(on.stage)
    expect(await read(on.stage, id)).toMatchObject({
      status: 'completed',
      counts: { sent: 2, skipped: 1 },
      skipped: { opted_out: 1 },
    })
    expect([await sentTo(), await unitsUsed(on.stage)]).toEqual([[phones(3)[2], ...phones(2)], 3])
  })

  it('does not send an accepted message if the stop word was stored before the claim', async () => {
    await on.campaignTo(PHONE)
    const { ctx } = on
    const { lease, session: sessionId } = on.stage
    const byApi = await sendByApi(on.stage, PHONE)
    const [sent] = await accepted(on.stage)
    await on.receive('stop')
    const claims = [sent?.id ?? '', byApi].map((messageId) => ({
      ...{ sessionId, messageId, lease },
      secret: Buffer.from('sealed'),
    }))
    expect(await claimMessages({ ctx, input: claims })).toMatchObject([
      { row: { source: 'broadcast' }, isOptedOut: true },
      { row: { source: 'api' }, isOptedOut: false },
    ])
    const failure = { lease, sessionId, messageId: sent?.id ?? '', error: 'opted_out' } as const
    await failMessage({ ctx, input: failure })
    expect(await unitsUsed(on.stage)).toBe(0)
    const { rows } = await ctx.db.execute(sql`
      select status, error from campaign_recipients where app_id = ${ctx.appId}`)
    expect(rows).toEqual([{ status: 'skipped', error: 'opted_out' }])
  })
})

describe('the connector', () => {
  const sent: string[] = []

  /** Sends a message over a connection to a WhatsApp that knows `LID`, and returns its state. */
  async function sendNow(messageId: string, lidOf: () => Promise<string> = async () => LID) {
    const { ctx } = on
    const { lease, session: sessionId } = on.stage
    const socket = {
      findOnWhatsApp: async (given: string) => given,
      lidOf,
      send: async ({ id }: { id: string }) => sent.push(id),
    }
    const connection = {
      isOpen: true,
      secretFor: () => Buffer.from('sealed'),
      openSecret: () => undefined,
      ask: (question: (on: typeof socket) => Promise<unknown>) => question(socket),
      ack: async () => ({ kind: 'accepted' }),
    }
    const leaseHandle = new LeaseHandle(lease, performance.now(), 3_600_000)
    const lidMappings = new LidMappings(ctx, leaseHandle, sessionId)
    const session = {
      sessionId,
      leaseHandle,
      accounts: new Accounts(ctx, { leaseHandle, lidMappings }),
      lidMappings,
      queries: {
        claim: async (input: { sessionId: string; messageId: string; secret: Buffer }) =>
          (await claimMessages({ ctx, input: [{ ...input, lease }] }))[0],
        advanceStatus: (input: Parameters<typeof advanceStatus>[0]['input'][number]) =>
          advanceStatus({ ctx, input: [{ ...input, lease }] }),
      },
      connection: () => connection,
      whenOpen: async () => ({ connection }),
    }
    const [services, stage] = [
      { ...ctx, metrics: { sent: () => undefined } },
      session,
    ] as unknown as ConstructorParameters<typeof Sender>
    const begun = await new Sender(services, stage).begin(messageId)
    if (begun !== 'release') await begun.settled
    const message = (await accepted(on.stage)).find(({ id }) => id === messageId)
    return { status: message?.status, error: message?.error, sent: sent.includes(messageId) }
  }

  async function writeTo(...recipients: string[]) {
    await on.campaignTo(...recipients)
    return (await accepted(on.stage)).map(({ id }) => id)
  }

  /** Claims a message as a connector that dies after the claim. */
  const dieAfterClaim = async (messageId: string) => {
    const { lease, session: sessionId } = on.stage
    await claimMessages({
      ctx: on.ctx,
      input: [{ lease, sessionId, messageId, secret: Buffer.from('sealed') }],
    })
  }

  it('obeys the suppression of a LID whose number it learns before the send', async () => {
    const [id = ''] = await writeTo(PHONE)
    await on.add({ phone: LID })
    expect(await sendNow(id)).toEqual({ status: 'FAILED', error: 'opted_out', sent: false })
    expect([await on.listed(), await unitsUsed(on.stage)]).toEqual([[PHONE], 0])
  })

  it('sends to a number whose LID WhatsApp refuses to tell', async () => {
    const [id = ''] = await writeTo(PHONE)
    const refuse = () => Promise.reject(Object.assign(new Error('forbidden'), { data: 403 }))
    expect(await sendNow(id, refuse)).toEqual({ status: 'SENT', error: null, sent: true })
  })

  it.each([
    ['number', PHONE],
    ['LID', LID],
  ])(
    'leaves a message that may have left to its receipts, if the person has opted out by %s',
    async (_, phone) => {
      const [id = ''] = await writeTo(PHONE)
      await dieAfterClaim(id)
      await on.add({ phone })
      expect(await sendNow(id)).toEqual({ status: 'PENDING', error: null, sent: false })
      const { lease, session: sessionId } = on.stage
      const receipt = { sessionId, messageIds: [id], author: 'me', status: 'DELIVERED', lease } as const
      await advanceStatus({ ctx: on.ctx, input: [receipt] })
      expect(await accepted(on.stage)).toMatchObject([{ status: 'DELIVERED' }])
    },
  )

  it('leaves a message that may have left without a receipt to the sweeper', async () => {
    const [id = ''] = await writeTo(PHONE)
    await dieAfterClaim(id)
    await on.add({ phone: PHONE })
    await sendNow(id)
    on.ctx.advance(3_600_000)
    await expirePending({ ctx: on.ctx, input: NO_BOUNDS })
    expect(await accepted(on.stage)).toMatchObject([{ status: 'FAILED', error: 'timeout' }])
  })

  it.each([
    ['that was never claimed', 'duplicate', async () => undefined],
    ['whose host died before the claim of the person', 'duplicate', dieAfterClaim],
    [
      'that may have left to an earlier number of the person',
      'timeout',
      async (messageId: string) => {
        await dieAfterClaim(messageId)
        const { appId } = on.ctx
        const input = { lease: on.stage.lease, appId, messageId, jids: ['905550000009@s.whatsapp.net'] }
        expect(await claimCampaignPerson({ ctx: on.ctx, input })).toBe('claimed')
      },
    ],
  ])('fails the second message to a person %s', async (_, error, prepare) => {
    const [first = '', second = ''] = await writeTo(PHONE, '905550000001')
    expect(await sendNow(first)).toMatchObject({ status: 'SENT' })
    await prepare(second)
    expect(await sendNow(second)).toEqual({ status: 'FAILED', error, sent: false })
  })

  it('stores the LID that it learns before the send', async () => {
    const [id = ''] = await writeTo(PHONE)
    await sendNow(id)
    const { rows } = await on.ctx.db.execute(sql`
      select lid, phone_jid as "phoneJid" from lid_mappings where session_id = ${on.stage.session}`)
    expect(rows).toEqual([{ lid: LID, phoneJid: `${PHONE}@s.whatsapp.net` }])
  })
})
