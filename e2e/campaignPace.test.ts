import { eq, sql } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import {
  accounts,
  campaignRecipients,
  type DatabaseConnection,
  messages,
  sessions,
} from '#shared/database/index.ts'
import { cancelCampaign, pauseCampaign, sweepCampaigns } from '#shared/domain/broadcast/index.ts'
import { writePendingWithin } from '#shared/domain/messages/index.ts'
import { removeSession } from '#shared/domain/sessionRemoval/index.ts'
import { phoneJid } from '#shared/jid.ts'
import {
  accepted,
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
  sendByApi,
  setSession,
  sweepAndPlay,
  unitsUsed,
  useCampaigns,
} from './support/campaigns.ts'
import { eventually } from './support/eventually.ts'

let connection: DatabaseConnection
let stage: CampaignStage
const { sentTo, takeAll, untilAccepted } = useCampaigns((fresh, on) => {
  stage = fresh
  connection = on
})

describe('the pace', () => {
  const gaps = async () => {
    const times = (await accepted(stage)).map(({ createdAt }) => createdAt.getTime())
    return times.slice(1).map((time, index) => time - (times[index] ?? 0))
  }

  it('keeps the delays, and pauses after every 20 to 30 messages', async () => {
    await create(stage, { recipients: people(60) })
    await play(stage, untilAccepted(60))
    const all = await gaps()
    expect(Math.min(...all)).toBeGreaterThanOrEqual(4_000)
    const rests = all.filter((gap) => gap > 13_000)
    expect([2, 3]).toContain(rests.length)
    for (const rest of rests) expect(rest).toBeGreaterThanOrEqual(60_000)
  })

  it('needs one call a message, also if the clock advances during a call', async () => {
    const { now, advance } = stage.ctx
    stage.ctx.now = () => {
      advance(1)
      return now()
    }
    await create(stage, { recipients: people(10) })
    let calls = 0
    for (; (await accepted(stage)).length < 10; calls++) await callNext(stage)
    expect(calls).toBe(10)
  })

  it('belongs to the session: two campaigns together are no faster than one', async () => {
    await create(stage, { recipients: people(20) })
    await create(stage, { recipients: people(20, 100) })
    await play(stage, untilAccepted(40))
    expect(Math.min(...(await gaps()))).toBeGreaterThanOrEqual(4_000)
    // Neither campaign waits for the end of the other.
    const first = (await sentTo()).slice(0, 16).filter((phone) => Number(phone) >= 905550000100)
    expect(first.length).toBeGreaterThan(2)
    expect(first.length).toBeLessThan(14)
  })

  it('is no faster with twenty campaigns than with one, and needs few calls', async () => {
    for (let each = 0; each < 20; each++) await create(stage, { recipients: people(1, each * 10) })
    let calls = 0
    for (; (await accepted(stage)).length < 20; calls++) await callNext(stage)
    const all = await gaps()
    expect(all.reduce((sum, gap) => sum + gap, 0) / all.length).toBeGreaterThan(6_000)
    expect(calls).toBeLessThan(180)
  })

  it('pauses equally often if the recipients are spread over campaigns', async () => {
    for (let each = 0; each < 10; each++) await create(stage, { recipients: people(6, each * 10) })
    await play(stage, untilAccepted(60))
    const rests = (await gaps()).filter((gap) => gap >= 60_000)
    expect(rests).toHaveLength(2)
  })

  it('delays a campaign after a send by the API', async () => {
    await create(stage, { recipients: people(2) })
    await play(stage, untilAccepted(1))
    const [next] = stage.waiting
    stage.ctx.advance((next?.at ?? 0) - stage.ctx.now().getTime() - 500)
    const id = await sendByApi(stage, '905559999999')
    await play(stage, untilAccepted(3))
    const rows = await accepted(stage)
    expect(rows[1]?.id).toBe(id)
    expect((await gaps())[1]).toBeGreaterThanOrEqual(4_000)
  })

  it('pauses in quiet hours', async () => {
    const quietHours = { from: '13:00', to: '15:00', timezone: 'Europe/Istanbul' }
    await create(stage, { pacing: { quietHours } })
    await play(stage, untilAccepted(1))
    expect(stage.ctx.now().toISOString()).toBe('2026-11-23T12:00:00.000Z')
  })

  it('shows typing before each message, if the campaign asks for it', async () => {
    await create(stage, { typing: true, recipients: people(2) })
    await play(stage, untilAccepted(2))
    const { rows } = await stage.ctx.db.execute<{ input: object }>(
      'select input from requests order by created_at',
    )
    expect(rows.map(({ input }) => input)).toEqual(
      phones(2).map((phone) => ({ jid: `${phone}@s.whatsapp.net`, state: 'composing' })),
    )
    const [gap] = await gaps()
    expect(gap).toBeGreaterThanOrEqual(4_000)
    expect(gap).toBeLessThan(16_500)
  })

  it('gives the estimated time of the end', async () => {
    const { readyAt } = await create(stage, { recipients: people(101) })
    expect(Date.parse(readyAt ?? '') - stage.ctx.now().getTime()).toBe(100 * 11_600)
  })
})

describe('a campaign', () => {
  it('pauses while its session is disconnected, and then resumes', async () => {
    const { id } = await create(stage)
    await play(stage, untilAccepted(1))
    await setSession(stage, { lastEventStatus: 'connection_lost' })
    await play(stage)
    expect(await read(stage, id)).toMatchObject({ status: 'paused', reason: 'session_disconnected' })
    await sweepAndPlay(stage)
    expect(await sentTo()).toEqual(phones(1))
    await setSession(stage, { lastEventStatus: 'connected' })
    await sweepCampaigns(stage)
    await play(stage, untilAccepted(3))
    expect(await read(stage, id)).toMatchObject({ status: 'running' })
    expect((await read(stage, id)).reason).toBeUndefined()
  })

  it('accepts no message while no connector has a lease on the partition', async () => {
    const { id } = await create(stage)
    const setLease = (end: string) => stage.ctx.db.execute(`update partitions set expires_at = now() ${end}`)
    await setLease("- interval '1 second'")
    for (let calls = 0; calls < 5; calls++) await callNext(stage)
    expect(await accepted(stage)).toEqual([])
    expect((await read(stage, id)).status).toBe('running')
    await setLease("+ interval '1 minute'")
    await play(stage, untilAccepted(3))
  })

  it('stays paused after its session reconnects, if a user paused it meanwhile', async () => {
    const { id } = await create(stage)
    await setSession(stage, { lastEventStatus: 'connection_lost' })
    await play(stage)
    await pauseCampaign({ ctx: stage.ctx, input: { id } })
    await setSession(stage, { lastEventStatus: 'connected' })
    await sweepAndPlay(stage)
    expect(await accepted(stage)).toEqual([])
  })

  it('fails if its session loses its link, and refunds the remaining recipients', async () => {
    const { id } = await create(stage)
    await play(stage, untilAccepted(1))
    await setSession(stage, { lastEventStatus: 'logged_out', pairedAt: null })
    await play(stage)
    expect(await read(stage, id)).toMatchObject({ status: 'failed', reason: 'session_logged_out' })
    expect((await recipientsOf(stage, id)).map(({ acceptedAt }) => acceptedAt !== null)).toEqual([
      true,
      false,
      false,
    ])
    expect(await unitsUsed(stage)).toBe(1)
  })

  it('loses no message that is accepted while its session is deleted', async () => {
    const { id } = await create(stage, { recipients: people(1) })
    const { ctx, lease, session } = stage
    await ctx.db.update(sessions).set({ desiredState: 'delete' }).where(eq(sessions.id, session))
    const removal = await ctx.db.transaction(async (tx) => {
      const message = { sessionId: session, remoteJid: phoneJid('905550000000'), type: 'text' } as const
      const rest = {
        id: 'A1',
        content: { text: 'Hello' },
        source: 'broadcast',
        chargedMonth: '2026-11',
      } as const
      await writePendingWithin(tx, ctx, { ...message, ...rest })
      await tx.update(campaignRecipients).set({ messageId: 'A1', acceptedAt: ctx.now() })
      const removed = removeSession({ ctx, input: { lease, sessionId: session } })
      await eventually(async () => {
        const waiting = sql`select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`
        return (await ctx.db.execute(waiting)).rows.length > 0
      })
      return { removed }
    })
    await removal.removed
    await play(stage)
    expect(await read(stage, id)).toMatchObject({
      status: 'completed',
      failures: { session_deleted: 1 },
    })
    expect(await unitsUsed(stage)).toBe(0)
  })

  it("completes after its session's end, if all messages were accepted", async () => {
    const { id } = await create(stage)
    await play(stage, untilAccepted(3))
    await takeAll()
    await setSession(stage, { lastEventStatus: 'logged_out', pairedAt: null })
    await play(stage)
    expect((await read(stage, id)).status).toBe('completed')
  })

  it('also fails if its session was down before', async () => {
    const { id } = await create(stage)
    await setSession(stage, { lastEventStatus: 'connection_lost' })
    await play(stage)
    await setSession(stage, { lastEventStatus: 'logged_out', pairedAt: null })
    await sweepAndPlay(stage)
    expect((await read(stage, id)).status).toBe('failed')
  })

  it('skips only recipients who never wrote, during a reach-out timelock', async () => {
    const [, known] = phones(3)
    const row = {
      sessionId: stage.session,
      appId: stage.ctx.appId,
      fromMe: false,
      type: 'text',
      content: {},
    } as const
    const remoteJid = `${known}@s.whatsapp.net`
    await stage.ctx.db.insert(messages).values({
      ...row,
      id: 'A1',
      sender: remoteJid,
      remoteJid,
      status: 'DELIVERED',
      source: 'contact',
      timestamp: 1,
    })
    const until = new Date(stage.ctx.now().getTime() + 3_600_000).toISOString()
    await setSession(stage, { restrictions: [{ type: 'reachout_timelock', until }] })
    const { id } = await create(stage)
    await play(stage)
    const sent = async () => (await sentTo()).slice(1)
    expect(await sent()).toEqual([known])
    expect(await read(stage, id)).toMatchObject({ status: 'paused', reason: 'reachout_timelock' })
    await sweepAndPlay(stage)
    expect(await sent()).toEqual([known])
    stage.ctx.advance(3_600_000)
    await sweepCampaigns(stage)
    await play(stage, untilAccepted(4))
    expect((await sent()).sort()).toEqual(phones(3))
  })

  it('pauses while its account is suspended', async () => {
    const { id } = await create(stage)
    await stage.ctx.db.update(accounts).set({ suspendedAt: stage.ctx.now() })
    await play(stage)
    expect(await read(stage, id)).toMatchObject({ status: 'paused', reason: 'account_suspended' })
    await stage.ctx.db.update(accounts).set({ suspendedAt: null })
    await sweepCampaigns(stage)
    await play(stage, untilAccepted(3))
  })
})

describe('the plan', () => {
  it("starts as many concurrent campaigns as the month's limit allows, and reports the remaining number", async () => {
    stage = await openStage(connection, 'starter')
    const attempts = await Promise.allSettled(
      Array.from({ length: 5 }, (_, index) => create(stage, { recipients: people(30, index * 100) })),
    )
    expect(attempts.filter(({ status }) => status === 'fulfilled')).toHaveLength(3)
    expect(await unitsUsed(stage)).toBe(90)
    await expect(create(stage, { recipients: people(11) })).rejects.toMatchObject({
      code: 'LIMIT_EXCEEDED',
      message: 'Monthly broadcast limit (100) exceeded: 10 left this month',
    })
    await expect(create(stage, { recipients: people(10) })).resolves.toMatchObject({ status: 'running' })
  })

  it('fails a scheduled campaign at its start if the plan has too few messages left', async () => {
    stage = await openStage(connection, 'starter')
    const { id } = await create(stage, { recipients: people(60), scheduledAt: '2026-11-23T11:00:00Z' })
    await create(stage, { recipients: people(60) })
    await play(stage, async () => (await read(stage, id)).status !== 'scheduled')
    expect(await read(stage, id)).toMatchObject({ status: 'failed', reason: 'limit_exceeded' })
    expect(await unitsUsed(stage)).toBe(60)
  })

  it('is refunded once for messages that WhatsApp never accepted', async () => {
    const { id } = await create(stage)
    await play(stage, untilAccepted(3))
    const [first, second] = await accepted(stage)
    await fail(stage, first?.id ?? '', 'not_on_whatsapp')
    await fail(stage, first?.id ?? '', 'not_on_whatsapp')
    await fail(stage, second?.id ?? '', 'rejected_by_whatsapp')
    expect(await unitsUsed(stage)).toBe(1)
    await takeAll()
    await play(stage)
    expect(await read(stage, id)).toMatchObject({
      status: 'completed',
      counts: { skipped: 1, failed: 1, sent: 1 },
      failures: { not_on_whatsapp: 1, rejected_by_whatsapp: 1 },
    })
    await cancelCampaign({ ctx: stage.ctx, input: { id } }).catch(() => undefined)
    expect(await unitsUsed(stage)).toBe(1)
  })
})
