import { createHash, createHmac } from 'node:crypto'
import { ListObjectsV2Command, PutObjectCommand } from '@aws-sdk/client-s3'
import { eq, sql } from 'drizzle-orm'
import { beforeAll, describe, expect, it } from 'vitest'
import { EDGE_HEADER } from '#shared/contracts/edge.ts'
import type { JobName } from '#shared/contracts/jobs.ts'
import { deliveries, flowRuns, messages, webhooks } from '#shared/database/index.ts'
import { createBot } from '../support/bot.ts'
import { httpEvent, type Lambda, queueEvent } from '../support/lambda.ts'
import { startReceiver } from '../support/receiver.ts'
import { BEHIND_EDGE, type DenialStage, EDGE_VALUE, JOBS_URL, PNG, SIGNING_KEY, startFile } from './stage.ts'

/** Calls a job as QStash does, through the edge if the function has one. */
async function job(jobs: Lambda, name: JobName, input: object): Promise<number> {
  const body = JSON.stringify(input)
  const now = Math.floor(Date.now() / 1_000)
  const claims = {
    ...{ iss: 'Upstash', sub: `${JOBS_URL}/${name}`, exp: now + 300, nbf: now, iat: now, jti: 'j' },
    body: createHash('sha256').update(body).digest('base64url'),
  }
  const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const signed = `${encode({ alg: 'HS256', typ: 'JWT' })}.${encode(claims)}`
  const signature = `${signed}.${createHmac('sha256', SIGNING_KEY).update(signed).digest('base64url')}`
  const headers = { 'upstash-signature': signature, [EDGE_HEADER]: EDGE_VALUE }
  return (await jobs.invoke(httpEvent('POST', `/jobs/${name}`, headers, body))).statusCode
}

export function jobsDenials(stage: DenialStage): void {
  const { aws, sqs, s3, appId, call, denied, start, connection } = stage
  const { db } = connection

  describe('events and jobs', () => {
    let consumer: Lambda
    let jobs: Lambda
    beforeAll(async () => {
      consumer = await start('events')
      jobs = await start('jobs', BEHIND_EDGE)
    })

    const handle = (eventId: string) => consumer.invoke(queueEvent(JSON.stringify({ eventId })))
    /** Makes a delivery of an event to a new webhook, and returns the job of its first attempt. */
    const deliver = async (eventId: string, event: string) => {
      const receiver = await startReceiver()
      await db.delete(webhooks)
      const webhook = { url: receiver.url, events: [event], inlineLimitBytes: 1_000 }
      const webhookId: string = (await call('POST', '/webhooks', webhook)).body.data.id
      await handle(eventId)
      const [delivery] = await db.select().from(deliveries).where(eq(deliveries.eventId, eventId))
      return {
        receiver,
        replay: `/webhooks/${webhookId}/deliveries/${delivery?.id}/replay`,
        input: { deliveryId: delivery?.id, attempt: 1 },
      }
    }

    it.each(['secretsmanager:GetSecretValue', 'kms:Decrypt via secretsmanager', 'kms:Decrypt'])(
      'deliver no event without %s, and the same event afterwards',
      async (permission) => {
        const eventId = await stage.storeEvent()
        const { receiver, input } = await deliver(eventId, 'session.connected')
        const cold = await start('jobs', BEHIND_EDGE)
        expect(await denied(cold, 'jobs', permission, () => job(cold, 'deliver-webhook', input))).toBe(503)
        await db.execute('update deliveries set claimed_until = null')
        expect(await job(cold, 'deliver-webhook', input)).toBe(200)
        expect(receiver.received.map(({ body }) => body.id)).toEqual([eventId])
      },
    )

    it.each(['s3:GetObject', 'kms:Decrypt via s3', 's3:ListBucket'])(
      'deliver an event without its file, but with the URL of the file, without %s, and replay it with the file',
      async (permission) => {
        const bot = await createBot(connection, {
          text: { type: 'send_text', config: { message: 'Hi' }, connections: {} },
        })
        const Key = `apps/${appId}/med_${permission.length}`
        const { sessionId } = bot
        await db.execute(sql`update sessions set app_id = ${appId} where id = ${sessionId}`)
        const eventId = await bot.receive('a picture')
        await db.execute(sql`update events set app_id = ${appId}, message_id = messages.id, message_sender = sender
          from messages where events.id = ${eventId} and messages.session_id = ${sessionId}`)
        await db
          .update(messages)
          .set({ media: { state: 'stored', key: Key }, content: { mimetype: 'image/png', size: PNG.length } })
          .where(eq(messages.sessionId, sessionId))
        const store = () => s3.send(new PutObjectCommand({ Bucket: 'media', Key, Body: PNG }))
        if (permission !== 's3:ListBucket') await store()
        const { receiver, replay, input } = await deliver(eventId, 'message.received')
        expect(await denied(jobs, 'jobs', permission, () => job(jobs, 'deliver-webhook', input))).toBe(200)
        expect(jobs.log()).toContain('delivery.file_unreadable')
        const [first] = receiver.received
        expect(first?.body.data).toMatchObject({ media: 'stored', content: { mediaUrl: expect.any(String) } })
        await store()
        expect((await call('POST', replay)).status).toBe(200)
        await job(jobs, 'deliver-webhook', { ...input, attempt: 2 })
        const base64s = receiver.received.map(({ body }) => [
          body.id,
          'content' in body.data && body.data.content?.base64,
        ])
        expect(base64s).toEqual([
          [eventId, ''],
          [eventId, PNG.toString('base64')],
        ])
      },
    )

    it('keep the answer of a bot that they may not send, and send it once afterwards', async () => {
      const file = await startFile(Buffer.concat([PNG, Buffer.alloc(6 * 1024 * 1024)]))
      const bot = await createBot(connection, {
        text: { type: 'send_text', config: { message: 'Hi' }, connections: { default: 'picture' } },
        picture: { type: 'send_image', config: { url: file.url, caption: 'Look' } },
      })
      const eventId = await bot.receive('go')
      await denied(consumer, 'events', 'sqs:SendMessage', () => handle(eventId))
      const [run] = await db.select().from(flowRuns).where(eq(flowRuns.sessionId, bot.sessionId))
      const proceed = () => job(jobs, 'continue-flow', { runId: run?.id })
      // The text needs the queue, and the picture needs the bucket. A large picture has parts.
      expect(await denied(jobs, 'jobs', 'sqs:SendMessage', proceed)).toBe(503)
      const allows = ['s3:AbortMultipartUpload', 's3:DeleteObject'].map((each) => aws.deny('jobs', each))
      for (const permission of ['s3:PutObject', 'kms:GenerateDataKey via s3', 'kms:Decrypt via s3'])
        expect(await denied(jobs, 'jobs', permission, proceed)).toBe(503)
      // The picture is in the bucket, and the message is refused.
      expect(await denied(jobs, 'jobs', 'sqs:SendMessage', proceed)).toBe(503)
      for (const allow of allows) allow()
      expect(aws.refused).toContain('jobs s3:AbortMultipartUpload')
      expect(jobs.log()).toContain('media.remove_failed')
      expect(await proceed()).toBe(200)
      expect(await bot.said()).toEqual(['Hi', 'Look'])
      const commands = sqs.bodiesIn('commands').filter((body) => body.includes(bot.sessionId))
      expect(commands).toHaveLength(2)
      // Each attempt stores the picture under the same key.
      const { Contents = [] } = await s3.send(
        new ListObjectsV2Command({ Bucket: 'media', Prefix: `apps/${bot.ctx.appId}/` }),
      )
      expect(Contents).toHaveLength(1)
      await file.stop()
    })

    it('end a campaign whose event they may not publish without sqs:SendMessage, and the sweeper publishes it', async () => {
      await call('POST', '/webhooks', { url: 'http://127.0.0.1:9/', events: ['campaign.completed'] })
      await db.execute(sql`insert into campaigns (id, app_id, session_id, name, type, content, pacing, typing, status, next_at, created_at, updated_at)
        values ('cmp_1', ${appId}, 'S', 'C', 'text', '{"text":"x"}', '{}', false, 'running', now(), now(), now())`)
      const tick = () => job(jobs, 'campaign-tick', { campaignId: 'cmp_1', step: 0 })
      expect(await denied(jobs, 'jobs', 'sqs:SendMessage on events', tick)).toBe(200)
      const { rows } = await db.execute<{ id: string }>(
        sql`select id from events where app_id = ${appId} and type = 'campaign.completed'`,
      )
      const id = rows[0]?.id ?? ''
      expect([rows.length, sqs.bodiesIn('events').join().includes(id)]).toEqual([1, false])
      expect(await tick()).toBe(200)
      await db.execute(sql`update events set occurred_at = now() - interval '1 minute' where id = ${id}`)
      await (await start('sweeper')).invoke({})
      expect(sqs.bodiesIn('events').filter((body) => body.includes(id))).toHaveLength(1)
    })
  })
}
