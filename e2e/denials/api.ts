import { sql } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { EDGE_HEADER } from '#shared/contracts/edge.ts'
import { httpEvent } from '../support/lambda.ts'
import { startReceiver } from '../support/receiver.ts'
import { BEHIND_EDGE, type DenialStage, EDGE_VALUE, PNG, startFile, TEXT } from './stage.ts'

export function apiDenials(stage: DenialStage): void {
  const { api, aws, sqs, fleet, call, denied, start } = stage
  const { db } = stage.connection
  const countOf = async (table: 'messages' | 'webhooks') => {
    const { rows } = await db.execute<{ count: number }>(`select count(*)::int as count from ${table}`)
    return rows[0]?.count
  }

  /** Requests an upload slot for the picture. */
  const slot = async () => {
    const { body } = await call('POST', '/media', { size: PNG.length, mimetype: 'image/png' })
    const { url, method, headers, mediaId } = body.data
    const put = async () => (await fetch(url, { method, headers, body: PNG })).status
    return { picture: { session: TEXT.session, to: TEXT.to, mediaId }, put }
  }
  const uploaded = async () => {
    const { picture, put } = await slot()
    expect(await put()).toBe(200)
    return picture
  }

  describe('the API', () => {
    it('accepts nothing without sqs:SendMessage, and everything afterwards', async () => {
      const before = await countOf('messages')
      const refused = await denied(api, 'api', 'sqs:SendMessage', () =>
        call('POST', '/messages/send/text', TEXT),
      )
      expect([refused.status, refused.body.error.code]).toEqual([503, 'SERVICE_UNAVAILABLE'])
      expect(await countOf('messages')).toBe(before)
      const sent = await call('POST', '/messages/send/text', TEXT)
      expect(sent.status).toBe(200)
      expect(sqs.bodiesIn('commands').join()).toContain(sent.body.data.key.id)
    })

    it('restarts a session whose event it may not publish without sqs:SendMessage, and the sweeper publishes the event', async () => {
      await call('POST', '/webhooks', { url: 'http://127.0.0.1:9/', events: ['session.disconnected'] })
      const restarted = await denied(api, 'api', 'sqs:SendMessage on events', () =>
        call('POST', '/sessions/S/restart'),
      )
      expect(restarted.status).toBe(200)
      const { rows } = await db.execute<{ id: string }>(
        sql`select id from events where session_id = 'S' and type = 'session.disconnected'`,
      )
      const id = rows[0]?.id ?? ''
      expect([rows.length, sqs.bodiesIn('events').join().includes(id)]).toEqual([1, false])
      await db.execute(sql`update events set occurred_at = now() - interval '1 minute' where id = ${id}`)
      await (await start('sweeper')).invoke({})
      expect(sqs.bodiesIn('events').filter((body) => body.includes(id))).toHaveLength(1)
    })

    it('creates no webhook without kms:GenerateDataKey, and one afterwards', async () => {
      const webhook = { url: 'http://127.0.0.1:9/', events: ['session.connected'] }
      const before = await countOf('webhooks')
      const refused = await denied(api, 'api', 'kms:GenerateDataKey', () =>
        call('POST', '/webhooks', webhook),
      )
      expect([refused.status, await countOf('webhooks')]).toEqual([500, before])
      expect((await call('POST', '/webhooks', webhook)).status).toBe(201)
    })

    it('posts no test event without kms:Decrypt, and one afterwards', async () => {
      const receiver = await startReceiver()
      const made = await call('POST', '/webhooks', { url: receiver.url, events: ['session.connected'] })
      const cold = await start('api')
      const test = () => call('POST', `/webhooks/${made.body.data.id}/test`, undefined, cold)
      expect((await denied(cold, 'api', 'kms:Decrypt', test)).status).toBe(500)
      expect((await test()).body.data).toMatchObject({ delivered: true })
    })

    it.each(['s3:PutObject', 'kms:GenerateDataKey via s3'])(
      'accepts no picture without %s, and the same request afterwards',
      async (permission) => {
        const picture = { session: TEXT.session, to: TEXT.to, base64: PNG.toString('base64') }
        const before = await countOf('messages')
        const refused = await denied(api, 'api', permission, () =>
          call('POST', '/messages/send/image', picture),
        )
        expect([refused.status, await countOf('messages')]).toEqual([500, before])
        expect((await call('POST', '/messages/send/image', picture)).status).toBe(200)
      },
    )

    it('accepts no large file without kms:Decrypt, also if it may not abort the upload', async () => {
      const file = await startFile(Buffer.alloc(6 * 1024 * 1024, 1))
      const document = { session: TEXT.session, to: TEXT.to, url: file.url, filename: 'a.bin' }
      const before = await countOf('messages')
      const allow = aws.deny('api', 's3:AbortMultipartUpload')
      const refused = await denied(api, 'api', 'kms:Decrypt via s3', () =>
        call('POST', '/messages/send/document', document),
      )
      allow()
      expect(aws.refused).toContain('api s3:AbortMultipartUpload')
      expect([refused.status, await countOf('messages')]).toEqual([500, before])
      expect((await call('POST', '/messages/send/document', document)).status).toBe(200)
      await file.stop()
    })

    it.each(['s3:GetObject', 'kms:Decrypt via s3'])(
      'keeps an upload that it may not read without %s, and sends it afterwards',
      async (permission) => {
        const picture = await uploaded()
        const refused = await denied(api, 'api', permission, () =>
          call('POST', '/messages/send/image', picture),
        )
        expect(refused.status).toBe(500)
        expect((await call('POST', '/messages/send/image', picture)).status).toBe(200)
      },
    )

    it('cannot tell that an upload is missing without s3:ListBucket, and says so afterwards', async () => {
      const { picture, put } = await slot()
      const send = () => call('POST', '/messages/send/image', picture)
      expect((await denied(api, 'api', 's3:ListBucket', send)).status).toBe(500)
      expect((await send()).body.error.code).toBe('UNPROCESSABLE_MEDIA')
      expect(await put()).toBe(200)
      expect((await send()).status).toBe(200)
    })

    it('sends an upload that it may not remove without s3:DeleteObject', async () => {
      const picture = await uploaded()
      const sent = await denied(api, 'api', 's3:DeleteObject', () =>
        call('POST', '/messages/send/image', picture),
      )
      expect(sent.status).toBe(200)
    })

    it.each(['s3:PutObject', 'kms:GenerateDataKey via s3'])(
      'lends no permission to an upload slot: %s',
      async (permission) => {
        const { put } = await slot()
        const allow = aws.deny('api', permission)
        expect(await put()).toBe(403)
        allow()
        expect(await put()).toBe(200)
      },
    )

    it.each(['secretsmanager:GetSecretValue', 'kms:Decrypt via secretsmanager'])(
      'admits no request of the edge before it has read its secret without %s, and the same request afterwards',
      async (permission) => {
        const cold = await start('api', BEHIND_EDGE)
        const ask = () => cold.invoke(httpEvent('GET', '/health', { [EDGE_HEADER]: EDGE_VALUE }))
        const refused = await denied(cold, 'api', permission, ask)
        expect([refused.statusCode, cold.log()]).toEqual([
          503,
          expect.stringContaining('edge.secret_unreadable'),
        ])
        expect((await ask()).statusCode).toBe(200)
        const allow = aws.deny('api', permission)
        expect((await ask()).statusCode).toBe(200)
        allow()
      },
    )

    describe('while the gateway sleeps', () => {
      /** Starts a process that has cached no state, and lets the gateway sleep. */
      const sleepingApi = async () => {
        await db.execute(sql`update sleep set parked_since = now(), asleep_since = now()`)
        Object.assign(fleet, { desiredCount: 0, isEnabled: false })
        return await start('api')
      }

      it.each(['ecs:UpdateService', 'events:EnableRule'])(
        'creates no session without %s, and one afterwards',
        async (permission) => {
          const cold = await sleepingApi()
          const create = () => call('POST', '/sessions', { name: permission }, cold)
          const refused = await denied(cold, 'api', permission, create)
          expect([refused.status, refused.body.error.code]).toEqual([503, 'SERVICE_UNAVAILABLE'])
          const made = await create()
          expect([made.status, made.body.data.reason]).toEqual([201, 'connector_starting'])
          expect(fleet).toEqual({ desiredCount: 1, isEnabled: true })
        },
      )

      it('deletes a webhook without events:EnableRule, and starts the sweeps with the next change', async () => {
        const webhook = { url: 'http://127.0.0.1:9/', events: ['session.connected'] }
        const made = await call('POST', '/webhooks', webhook)
        const cold = await sleepingApi()
        const remove = () => call('DELETE', `/webhooks/${made.body.data.id}`, undefined, cold)
        expect((await denied(cold, 'api', 'events:EnableRule', remove)).status).toBe(200)
        expect([fleet.isEnabled, cold.log().includes('fleet.wake_failed')]).toEqual([false, true])
        expect((await call('GET', '/webhooks', undefined, cold)).status).toBe(200)
        expect(fleet.isEnabled).toBe(false)
        await call('POST', '/webhooks', webhook, cold)
        expect(fleet).toEqual({ desiredCount: 0, isEnabled: true })
      })
    })
  })
}
