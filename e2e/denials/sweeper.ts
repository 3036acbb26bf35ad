import { type SQL, sql } from 'drizzle-orm'
import { beforeAll, describe, expect, it } from 'vitest'
import { erasedFiles, messages } from '#shared/database/index.ts'
import { connectTo, createDatabase } from '../support/database.ts'
import { type Lambda, SCHEDULED } from '../support/lambda.ts'
import { type DenialStage, TEXT } from './stage.ts'

export function sweeperDenials(stage: DenialStage): void {
  const { aws, sqs, fleet, appId, call, denied } = stage
  const { db } = stage.connection
  const requeuedAt = async (id: string): Promise<unknown> => {
    const [row] = await db.select({ at: messages.requeuedAt }).from(messages).where(sql`id = ${id}`)
    return row?.at
  }
  const timesIn = (queue: 'commands' | 'events', id: string) =>
    sqs.bodiesIn(queue).filter((body) => body.includes(id)).length
  const requestExport = async () => {
    const { body } = await call('POST', `/persons/${TEXT.to}/export`)
    return async () => (await call('GET', `/person-requests/${body.data.id}`)).body.data
  }

  /** Starts the sweeper of a gateway that has had no session for a day. */
  const startUnused = async (more?: SQL) => {
    const address = await createDatabase()
    const { db: unused, close } = connectTo(address)
    await unused.execute(sql`update sleep set unused_since = now() - interval '1 day',
      parked_since = now() - interval '1 day', asleep_since = now() - interval '1 day'`)
    if (more) await unused.execute(more)
    await close()
    return await stage.start('sweeper', address)
  }

  describe('the sweeper', () => {
    let sweeper: Lambda
    beforeAll(async () => {
      sweeper = await stage.start('sweeper')
    })
    const sweep = () => sweeper.invoke(SCHEDULED)

    it('keeps commands and events that it may not send without sqs:SendMessage, and sends them afterwards', async () => {
      const { body } = await call('POST', '/messages/send/text', TEXT)
      const id = body.data.key.id as string
      await db.execute(sql`update messages set created_at = now() - interval '1 minute' where id = ${id}`)
      const event = await stage.storeEvent()
      await denied(sweeper, 'sweeper', 'sqs:SendMessage', sweep)
      for (const name of ['commands.not_enqueued', 'events.not_enqueued'])
        await expect.poll(() => sweeper.log()).toContain(name)
      expect([await requeuedAt(id), timesIn('events', event)]).toEqual([null, 0])
      await sweep()
      expect(await requeuedAt(id)).not.toBeNull()
      expect(timesIn('events', event)).toBe(1)
    })

    it('keeps the name of a file that it may not remove without s3:DeleteObject, and removes it afterwards', async () => {
      const key = `apps/${appId}/med_1`
      await db.insert(erasedFiles).values({ key, erasedAt: new Date(0) })
      await denied(sweeper, 'sweeper', 's3:DeleteObject', sweep)
      expect(await db.select().from(erasedFiles)).toMatchObject([{ key }])
      await sweep()
      expect(await db.select().from(erasedFiles)).toEqual([])
    })

    it.each(['s3:PutObject', 'kms:GenerateDataKey via s3'])(
      'continues an export that it may not write without %s',
      async (permission) => {
        const request = await requestExport()
        await denied(sweeper, 'sweeper', permission, sweep)
        expect((await request()).status).not.toBe('completed')
        await sweep()
        expect((await request()).status).toBe('completed')
      },
    )

    it('continues a large export without kms:Decrypt, also if it may not abort the upload, and writes each record once', async () => {
      const jid = `${TEXT.to}@s.whatsapp.net`
      await db.execute(sql`insert into messages (id, session_id, app_id, remote_jid, sender, from_me, type, content, timestamp, status, source)
        select 'large ' || n, 'S', ${appId}, ${jid}, ${jid}, false, 'text', jsonb_build_object('text', repeat('x', 60000)), 1, 'DELIVERED', 'contact'
        from generate_series(1, 100) n`)
      const request = await requestExport()
      const allow = aws.deny('sweeper', 's3:AbortMultipartUpload')
      await denied(sweeper, 'sweeper', 'kms:Decrypt via s3', sweep)
      allow()
      expect(aws.refused).toContain('sweeper s3:AbortMultipartUpload')
      expect(await request()).toMatchObject({ records: 0 })
      await sweep()
      const done = await request()
      expect(done.status).toBe('completed')
      const { rows } = await db.execute<{ count: number }>(
        sql`select count(*)::int as count from messages where session_id = 'S' and remote_jid = ${jid}`,
      )
      expect(done.records).toBeGreaterThanOrEqual(rows[0]?.count ?? Number.POSITIVE_INFINITY)
    })

    it.each(['ecs:DescribeServices', 'ecs:UpdateService'])(
      'does not start missing connectors without %s, and starts them afterwards',
      async (permission) => {
        fleet.desiredCount = 0
        await denied(sweeper, 'sweeper', permission, sweep)
        expect(fleet.desiredCount).toBe(0)
        await sweep()
        expect(fleet.desiredCount).toBe(1)
      },
    )

    it('sweeps on in a gateway that should sleep without events:DisableRule, and sleeps afterwards', async () => {
      const asleep = await startUnused()
      const sweepUnused = () => asleep.invoke(SCHEDULED)
      await denied(asleep, 'sweeper', 'events:DisableRule', sweepUnused)
      expect(fleet).toEqual({ desiredCount: 0, isEnabled: true })
      await sweepUnused()
      expect(fleet).toEqual({ desiredCount: 0, isEnabled: false })
    })

    it('leaves work for the next day without events:EnableRule, and continues each minute afterwards', async () => {
      const asleep = await startUnused(
        sql`insert into erased_files (key, erased_at) values ('a', now() + interval '1 hour')`,
      )
      fleet.isEnabled = false
      const sweepDaily = () => asleep.invoke({ isDaily: true })
      await denied(asleep, 'sweeper', 'events:EnableRule', sweepDaily)
      expect(fleet.isEnabled).toBe(false)
      await sweepDaily()
      expect(fleet.isEnabled).toBe(true)
    })
  })
}
