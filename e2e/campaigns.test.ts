import { eq } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { campaignRecipients, type DatabaseConnection, events } from '#shared/database/index.ts'
import { withWarnings } from '#shared/domain/broadcast/campaigns/findWarnings.ts'
import {
  cancelCampaign,
  createList,
  deleteCampaign,
  deleteList,
  exportRecipients,
  listInput,
  pauseCampaign,
  resumeCampaign,
  startCampaign,
  sweepCampaigns,
  tickCampaign,
  updateList,
} from '#shared/domain/broadcast/index.ts'
import { eraseDeleted } from '#shared/domain/erasure/index.ts'
import { LeaseLost } from '#shared/domain/fleet/index.ts'
import { storeLidMappings } from '#shared/domain/lidMappings/index.ts'
import { claimCampaignPerson, pruneMessages } from '#shared/domain/messages/index.ts'
import { createLogger } from '#shared/logger.ts'
import {
  accepted,
  addSession,
  type CampaignStage,
  callNext,
  create,
  fail,
  openStage,
  people,
  phones,
  play,
  read,
  recipientsOf,
  sweepAndPlay,
  unitsUsed,
  useCampaigns,
} from './support/campaigns.ts'
import { NO_BOUNDS } from './support/context.ts'

let connection: DatabaseConnection
let stage: CampaignStage
const { sentTo, takeAll, untilAccepted } = useCampaigns((fresh, on) => {
  stage = fresh
  connection = on
})

describe('the life of a campaign', () => {
  it('writes to each recipient once, in order, and completes when WhatsApp has all messages', async () => {
    const { id, status, counts } = await create(stage)
    expect({ status, counts }).toMatchObject({ status: 'running', counts: { total: 3, pending: 3 } })
    await play(stage, untilAccepted(3))
    expect(await sentTo()).toEqual(phones(3))
    expect(stage.enqueued).toEqual((await accepted(stage)).map((message) => message.id))
    for (let looks = 0; looks < 5; looks++) await callNext(stage)
    expect(await read(stage, id)).toMatchObject({ status: 'running', progress: 0 })
    await takeAll()
    await play(stage)
    expect(await read(stage, id)).toMatchObject({
      status: 'completed',
      progress: 100,
      counts: { sent: 3 },
      readyAt: null,
    })
    const told = await stage.ctx.db.select().from(events).where(eq(events.type, 'campaign.completed'))
    expect(told.map(({ data }) => data)).toMatchObject([
      { id, status: 'completed', counts: { total: 3, sent: 3 } },
    ])
  })

  it('creates one campaign for a repeated request', async () => {
    const again = { ...stage, ctx: { ...stage.ctx, seed: 'the seed of an Idempotency-Key' } }
    expect((await create(again)).id).toBe((await create(again)).id)
    await play(stage, untilAccepted(3))
    expect([await sentTo(), await unitsUsed(stage)]).toEqual([phones(3), 3])
  })

  it('waits as a draft until it is started', async () => {
    const { id, status } = await create(stage, { draft: true })
    expect([status, stage.waiting.length, await unitsUsed(stage)]).toEqual(['draft', 0, 0])
    expect(await startCampaign({ ctx: stage.ctx, input: { id } })).toMatchObject({ status: 'running' })
    await play(stage, untilAccepted(1))
    expect(await sentTo()).toEqual(phones(1))
  })

  it('starts at its time in its time zone', async () => {
    const schedule = { scheduledAt: '2026-11-24T09:30', timezone: 'Europe/Istanbul' }
    const { id, status, scheduledAt } = await create(stage, schedule)
    expect([status, scheduledAt, await unitsUsed(stage)]).toEqual([
      'scheduled',
      '2026-11-24T06:30:00.000Z',
      0,
    ])
    await play(stage, untilAccepted(1))
    expect(stage.ctx.now().toISOString()).toBe('2026-11-24T06:30:00.000Z')
    expect([(await read(stage, id)).status, await unitsUsed(stage)]).toEqual(['running', 3])
  })

  it('waits for a time beyond the maximum delay of QStash', async () => {
    await create(stage, { scheduledAt: '2026-12-24T09:30:00Z' })
    expect(stage.waiting[0]?.job.delaySeconds).toBeLessThan(7 * 86_400)
    await play(stage, untilAccepted(1))
    expect(stage.ctx.now().toISOString()).toBe('2026-12-24T09:30:00.000Z')
  })

  it.each([
    ['without a time zone', { scheduledAt: '2026-11-24T09:30' }],
    ['that has passed', { scheduledAt: '2026-11-20T09:30:00Z' }],
    ['that is none', { scheduledAt: 'tomorrow+03:00' }],
    ['that no database knows', { scheduledAt: '+255479-01-01T00:00:00Z' }],
  ])('refuses a time %s', async (_, given) => {
    await expect(create(stage, given)).rejects.toMatchObject({ code: 'VALIDATION_ERROR' })
  })

  it('refuses each action that its state does not allow', async () => {
    const { id } = await create(stage)
    const ask = { ctx: stage.ctx, input: { id } }
    await expect(resumeCampaign(ask)).resolves.toMatchObject({ status: 'running' })
    await pauseCampaign(ask)
    await expect(startCampaign(ask)).rejects.toMatchObject({ code: 'CONFLICT' })
    await cancelCampaign(ask)
    await expect(cancelCampaign(ask)).resolves.toMatchObject({ status: 'cancelled' })
    await expect(
      deleteCampaign({ ctx: stage.ctx, input: { id: (await create(stage)).id } }),
    ).rejects.toMatchObject({
      code: 'CONFLICT',
    })
    for (const verb of [startCampaign, pauseCampaign, resumeCampaign])
      await expect(verb(ask)).rejects.toMatchObject({ code: 'CONFLICT' })
  })

  it('pauses until it is resumed, and then continues', async () => {
    const { id } = await create(stage)
    const ask = { ctx: stage.ctx, input: { id } }
    await play(stage, untilAccepted(1))
    expect(await pauseCampaign(ask)).toMatchObject({ status: 'paused', reason: 'user' })
    stage.ctx.advance(3_600_000)
    await sweepAndPlay(stage)
    expect(await sentTo()).toEqual(phones(1))
    expect(await resumeCampaign(ask)).toMatchObject({ status: 'running' })
    await play(stage, untilAccepted(3))
    expect(await sentTo()).toEqual(phones(3))
  })

  it('sends nothing after a cancellation, and refunds the rest', async () => {
    const { id } = await create(stage)
    await play(stage, untilAccepted(1))
    const cancelled = await cancelCampaign({ ctx: stage.ctx, input: { id } })
    expect(cancelled).toMatchObject({ status: 'cancelled', counts: { pending: 3 } })
    await sweepAndPlay(stage)
    expect([await sentTo(), await unitsUsed(stage)]).toEqual([phones(1), 1])
    // The status of accepted messages is still tracked.
    await takeAll('READ')
    expect((await read(stage, id)).counts).toMatchObject({ read: 1, pending: 2 })
  })
})

describe('a step', () => {
  it('writes to nobody twice if it is called twice, late, or concurrently', async () => {
    await create(stage)
    const first = stage.waiting[0]?.job.input
    if (!first) throw new Error('Nothing was published')
    await Promise.all(Array.from({ length: 5 }, () => tickCampaign({ ctx: stage.ctx, input: first })))
    expect(await sentTo()).toEqual(phones(1))
    // The first call, and the call that it published.
    expect(stage.waiting).toHaveLength(2)
    stage.ctx.advance(3_600_000)
    await tickCampaign({ ctx: stage.ctx, input: first })
    expect(await sentTo()).toEqual(phones(1))
    await play(stage, untilAccepted(3))
    expect(await sentTo()).toEqual(phones(3))
  })

  it('never runs concurrently with a step of another campaign of the session', async () => {
    for (let round = 0; round < 5; round++) {
      stage = await openStage(connection)
      for (let each = 0; each < 4; each++) await create(stage, { recipients: people(2, each * 10) })
      const ticks = stage.waiting
        .splice(0)
        .map(({ job }) => tickCampaign({ ctx: stage.ctx, input: job.input }))
      await Promise.all(ticks)
      expect(await accepted(stage)).toHaveLength(1)
    }
  })

  it('is counted or undone if it meets a cancellation', async () => {
    for (let round = 0; round < 10; round++) {
      stage = await openStage(connection)
      const { id } = await create(stage)
      await Promise.all([callNext(stage), cancelCampaign({ ctx: stage.ctx, input: { id } })])
      await play(stage)
      expect(await unitsUsed(stage)).toBe((await accepted(stage)).length)
    }
  })

  it('runs by the sweeper if QStash never got it', async () => {
    stage.ctx.qstashIsUp = false
    const { id } = await create(stage)
    expect(stage.waiting).toEqual([])
    stage.ctx.qstashIsUp = true
    stage.ctx.advance(30_000)
    await sweepCampaigns(stage)
    await play(stage, untilAccepted(3))
    expect(await sentTo()).toEqual(phones(3))
    expect((await read(stage, id)).status).toBe('running')
  })

  it('leaves the message PENDING for the sweeper if the queue refuses the command', async () => {
    await create(stage)
    stage.queueIsUp = false
    await play(stage, untilAccepted(1))
    stage.queueIsUp = true
    expect(await accepted(stage)).toMatchObject([{ status: 'PENDING', source: 'broadcast', attempts: 0 }])
    await play(stage, untilAccepted(3))
    expect([await sentTo(), stage.enqueued.length]).toEqual([phones(3), 2])
  })

  it('writes no message and keeps its number if it fails', async () => {
    await create(stage)
    const next = stage.waiting[0]?.job.input
    if (!next) throw new Error('Nothing was published')
    await stage.ctx.db.execute('alter table campaign_recipients rename column accepted_at to gone')
    await expect(tickCampaign({ ctx: stage.ctx, input: next })).rejects.toThrow()
    await stage.ctx.db.execute('alter table campaign_recipients rename column gone to accepted_at')
    expect(await accepted(stage)).toEqual([])
    await tickCampaign({ ctx: stage.ctx, input: next })
    expect(await sentTo()).toEqual(phones(1))
  })
})

describe('the recipients of a campaign', () => {
  it('have the status of their messages, also after these are pruned', async () => {
    const { id } = await create(stage, { recipients: people(2) })
    await play(stage, untilAccepted(2))
    await takeAll('DELIVERED')
    await takeAll('SENT')
    expect((await recipientsOf(stage, id)).map(({ status }) => status)).toEqual(['delivered', 'delivered'])
    await play(stage)
    stage.ctx.advance(31 * 86_400_000)
    await pruneMessages({ ...stage, input: NO_BOUNDS })
    expect(await accepted(stage)).toEqual([])
    expect((await recipientsOf(stage, id)).map(({ status }) => status)).toEqual(['delivered', 'delivered'])
  })

  it('are deleted with their campaign', async () => {
    const { id } = await create(stage)
    await cancelCampaign({ ctx: stage.ctx, input: { id } })
    await deleteCampaign({ ctx: stage.ctx, input: { id } })
    await expect(read(stage, id)).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await eraseDeleted({ ctx: stage.ctx, input: NO_BOUNDS })
    expect(await stage.ctx.db.$count(campaignRecipients)).toBe(0)
  })

  it('are skipped and refunded if their text is empty', async () => {
    const recipients = [{ phone: '905550000000' }, { phone: '905550000001', variables: { code: 'A1' } }]
    const { id } = await create(stage, { text: '{{code}}', recipients })
    await play(stage, untilAccepted(1))
    await takeAll()
    await play(stage)
    expect((await accepted(stage)).map(({ content }) => content)).toEqual([{ text: 'A1' }])
    expect(await read(stage, id)).toMatchObject({ status: 'completed', failures: { empty_text: 1 } })
    expect(await unitsUsed(stage)).toBe(1)
  })

  it('are a copy of the list, which later changes of the list do not affect', async () => {
    const { ctx } = stage
    const list = await createList({ ctx, input: listInput.parse({ name: 'All', recipients: people(3) }) })
    const further = [{ phone: '905550000001', name: 'Ayşe' }, { phone: '905559999999' }]
    const { id } = await create(stage, { listId: list.id, recipients: further })
    await updateList({ ctx, input: { id: list.id, remove: phones(2), add: people(1, 50) } })
    await deleteList({ ctx, input: { id: list.id } })
    const recipients = await recipientsOf(stage, id)
    expect(recipients.map(({ phone }) => phone).sort()).toEqual([...phones(3), '905559999999'])
    expect(recipients.find(({ phone }) => phone === '905550000001')?.name).toBe('Ayşe')
  })

  it('are merged by person from a list and the request, and the later value wins by field', async () => {
    const { ctx } = stage
    const ayse = { phone: '905550000001', name: 'Ayşe', variables: { city: 'İzmir', code: 'A' } }
    const recipients = [ayse, { phone: '905550000002', name: 'Mehmet' }]
    const list = await createList({ ctx, input: listInput.parse({ name: 'All', recipients }) })
    const further = [
      { phone: '905550000003' },
      { phone: '+90 555 000 00 01', surname: 'Yılmaz', variables: { code: 'B' } },
      { phone: '905550000002@s.whatsapp.net', name: 'Memo' },
    ]
    const { id } = await create(stage, { listId: list.id, recipients: further, draft: true })
    expect(await recipientsOf(stage, id)).toMatchObject([
      { ...ayse, surname: 'Yılmaz', variables: { city: 'İzmir', code: 'B' } },
      { phone: '905550000002', name: 'Memo', surname: null, variables: {} },
      { phone: '905550000003', name: null },
    ])
  })

  it('have at most 50 variables from a list and the request together', async () => {
    const variables = (letter: string) =>
      Object.fromEntries(Array.from({ length: 30 }, (_, n) => [`${letter}${n}`, 'x']))
    const [phone] = phones(1)
    const recipients = [{ phone, variables: variables('a') }]
    const list = await createList({
      ctx: stage.ctx,
      input: listInput.parse({ name: 'All', recipients }),
    })
    const further = [{ phone, variables: variables('b') }]
    await expect(create(stage, { listId: list.id, recipients: further })).rejects.toMatchObject({
      code: 'VALIDATION_ERROR',
      details: [{ path: 'recipients' }],
    })
  })

  it.each([
    ['{{city}} {{City}} {{CITY|x}} {{name}} {phone} {{phone}}', []],
    ['{{nmae}} {{name}} {{cities|there}} {Surname} {{x}} {{x}}', ['nmae', 'cities', 'Surname', 'x']],
    ['{{late}} {{Empty}}', ['Empty']],
  ])('cause a warning for each placeholder of %j that nobody has', async (text, unknown) => {
    const recipients = [
      ...people(150),
      { phone: '905559999998', variables: { Şehir: 'x', city: 'İzmir', empty: ' ', late: '1' } },
      { phone: '905559999999', name: 'Ayşe' },
    ]
    const given = { text, recipients, draft: true }
    const seeded = { ...stage, ctx: { ...stage.ctx, seed: text } }
    const { warnings } = await create(seeded, given)
    expect(warnings).toEqual(unknown.map((placeholder) => ({ placeholder, recipients: 152 })))
    expect((await create(seeded, given)).warnings).toEqual(warnings)
  })

  it('cause no warnings, and no error, if the search fails after the campaign has started', async () => {
    const left: unknown[] = []
    const log = createLogger({ level: 'silent', name: 'test' })
    log.warn = (_: unknown, event?: unknown) => left.push(event)
    const seeded = { ...stage, ctx: { ...stage.ctx, log, seed: 'search' } }
    const { id } = await create(seeded, { text: 'Hello {{nmae}}' })
    await stage.ctx.db.execute('alter table campaign_recipients rename column variables to gone')
    expect(await create(seeded, { text: 'Hello {{nmae}}' })).toMatchObject({
      id,
      status: 'running',
      warnings: [],
    })
    expect(left).toEqual(['campaign.warnings_left'])
  })

  it('cause no warnings if the search takes too long', async () => {
    const { ctx } = stage
    const { warnings, ...campaign } = await create(stage, { text: 'Hello {{nmae}}' })
    expect(warnings).toHaveLength(1)
    await connection.db.transaction(async (tx) => {
      await tx.execute('lock table campaign_recipients in access exclusive mode')
      expect(await withWarnings({ ctx, input: campaign })).toMatchObject({ warnings: [] })
    })
  })

  it('may be LIDs, whose chat is under the number as soon as the number is known', async () => {
    const { ctx, session, lease } = stage
    const [hidden, known] = ['100000000000001@lid', '100000000000002@lid']
    const phoneJid = '905550000002@s.whatsapp.net'
    await storeLidMappings({
      ctx,
      input: { lease, sessionId: session, mappings: [{ lid: known, phoneJid }] },
    })
    const recipients = [{ phone: hidden }, { phone: known }]
    const { id } = await create(stage, { recipients })
    await play(stage, untilAccepted(2))
    expect((await accepted(stage)).map(({ remoteJid }) => remoteJid)).toEqual([hidden, phoneJid])
    expect(await recipientsOf(stage, id)).toMatchObject(recipients)
  })

  it('may be 10,000 in one request', async () => {
    const { counts } = await create(stage, { recipients: people(10_000) })
    expect(counts.total).toBe(10_000)
  })

  it('are exported as CSV in which no cell is a formula', async () => {
    const recipients = [
      { phone: '905550000000', name: '=HYPERLINK("http://evil")', variables: { city: 'İzmir, "TR"' } },
    ]
    const { id } = await create(stage, { recipients, draft: true })
    const { csv } = await exportRecipients({ ctx: stage.ctx, input: { id } })
    expect(csv).toBe(
      '\uFEFFphone,name,surname,status,error,messageId,acceptedAt,username,city\n' +
        `905550000000,"'=HYPERLINK(""http://evil"")",,pending,,,,,"İzmir, ""TR"""\n`,
    )
  })

  it('are exported as CSV if a variable has the name of a property of every object', async () => {
    const recipients = [{ phone: '905550000000', variables: { toString: 'x' } }, { phone: '905550000001' }]
    const { id } = await create(stage, { recipients, draft: true })
    const { csv } = await exportRecipients({ ctx: stage.ctx, input: { id } })
    const [, first, second] = csv.split('\n')
    expect([first, second]).toEqual(['905550000000,,,pending,,,,,x', '905550000001,,,pending,,,,,'])
  })

  it('never appear in the texts of another campaign', async () => {
    const other = await addSession(stage)
    await create(stage, { recipients: [{ phone: '905550000001', name: 'Ayşe' }], text: 'Hi {{name}}' })
    await create(
      { ...stage, session: other },
      { recipients: [{ phone: '905550000002' }], text: 'Hi {{name}}' },
    )
    await play(stage, untilAccepted(2))
    const words = (await accepted(stage)).map(({ content, remoteJid }) => [
      remoteJid.slice(0, 12),
      content.text,
    ])
    expect(Object.fromEntries(words)).toEqual({ '905550000001': 'Hi Ayşe', '905550000002': 'Hi' })
    expect(await stage.ctx.db.$count(campaignRecipients)).toBe(2)
  })
})

describe('a person with several spellings of the number', () => {
  const [jid, lid] = ['5511987654321@s.whatsapp.net', '100000000000001@lid']
  const claim = ({ ctx, lease }: CampaignStage, messageId: string, jids: string[]) =>
    claimCampaignPerson({ ctx, input: { lease, appId: ctx.appId, messageId, jids } })

  /** Starts a campaign to three spellings, and returns the ids of its messages. */
  async function startThree() {
    const recipients = ['5511987654321', '551187654321', lid].map((phone) => ({ phone }))
    const { id } = await create(stage, { recipients })
    await play(stage, untilAccepted(3))
    return { id, messageIds: (await accepted(stage)).map((message) => message.id) }
  }

  it('is claimed by one of several concurrent messages, and again only by the same message', async () => {
    const { messageIds } = await startThree()
    const claims = await Promise.all(
      messageIds.map((id, index) => claim(stage, id, index === 2 ? [lid] : [jid, lid])),
    )
    expect(claims.filter((one) => one === 'claimed')).toHaveLength(1)
    const again: string[] = []
    for (const id of messageIds) again.push(await claim(stage, id, [jid, lid]))
    expect(again).toEqual(claims)
  })

  it('is known by number and by LID, whichever was claimed', async () => {
    const { messageIds } = await startThree()
    const [first = '', second = '', third = ''] = messageIds
    expect(await claim(stage, third, [lid, jid])).toBe('claimed')
    expect(await claim(stage, first, [jid])).toBe('duplicate')
    expect(await claim(stage, second, ['5511999999999@s.whatsapp.net', lid])).toBe('duplicate')
  })

  it('keeps a message that claimed the person by an earlier number apart from one that never left', async () => {
    const { messageIds } = await startThree()
    const [first = '', second = ''] = messageIds
    expect(await claim(stage, first, ['5511999999999@s.whatsapp.net'])).toBe('claimed')
    expect(await claim(stage, second, [jid, lid])).toBe('claimed')
    expect(await claim(stage, first, [jid, lid])).toBe('moved')
  })

  it('may get a message of each of several campaigns', async () => {
    const { messageIds } = await startThree()
    const { messageIds: all } = await startThree().then(async () => ({
      messageIds: (await accepted(stage)).map((message) => message.id),
    }))
    const [first = ''] = messageIds
    const other = all.find((id) => !messageIds.includes(id)) ?? ''
    expect([await claim(stage, first, [jid]), await claim(stage, other, [jid])]).toEqual([
      'claimed',
      'claimed',
    ])
  })

  it('is not claimed without the lease', async () => {
    const { messageIds } = await startThree()
    const [first = ''] = messageIds
    const stale = { ...stage, lease: { ...stage.lease, epoch: stage.lease.epoch + 1 } }
    await expect(claim(stale, first, [jid])).rejects.toBeInstanceOf(LeaseLost)
  })

  it('leaves the other recipients skipped and refunded', async () => {
    const { id, messageIds } = await startThree()
    const [, second = '', third = ''] = messageIds
    await fail(stage, second, 'duplicate')
    await fail(stage, third, 'duplicate')
    await takeAll()
    await play(stage)
    expect(await read(stage, id)).toMatchObject({
      status: 'completed',
      counts: { total: 3, sent: 1, failed: 0, skipped: 2 },
      skipped: { duplicate: 2 },
      failures: { duplicate: 2 },
    })
    expect(await unitsUsed(stage)).toBe(1)
  })
})
