import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { deliveries, webhooks } from '#shared/database/index.ts'
import { type EventSourceMapping, mapEvents } from '../support/eventSourceMapping.ts'
import type { Lambda } from '../support/lambda.ts'
import type { DenialStage } from './stage.ts'

export function eventsDenials(stage: DenialStage): void {
  const { aws, sqs, call } = stage
  const { db } = stage.connection
  const { environment } = sqs
  const QueueUrl = environment.VESPER_EVENT_QUEUE_URL

  describe('the event source mapping of the event queue', () => {
    let consumer: Lambda
    let mapping: EventSourceMapping
    let owner: SQSClient
    beforeAll(async () => {
      consumer = await stage.start('events')
      mapping = mapEvents(consumer, QueueUrl, aws.environmentOf('events'), environment)
      const credentials = { accessKeyId: 'owner', secretAccessKey: 'test' }
      const endpoint = environment.AWS_ENDPOINT_URL_SQS
      owner = new SQSClient({ region: 'us-east-1', endpoint, credentials })
      await db.delete(webhooks)
      await call('POST', '/webhooks', { url: 'http://127.0.0.1:9/', events: ['session.connected'] })
      while ((await mapping.poll()) > 0);
    })
    afterAll(() => {
      mapping.stop()
      owner.destroy()
    })

    /** Stores an event, and publishes it. */
    const publish = async (): Promise<string> => {
      const eventId = await stage.storeEvent()
      const message = { MessageBody: JSON.stringify({ eventId }), MessageGroupId: eventId }
      await owner.send(new SendMessageCommand({ QueueUrl, ...message, MessageDeduplicationId: eventId }))
      return eventId
    }
    const deliveriesOf = async (id: string) =>
      (await db.select().from(deliveries).where(eq(deliveries.eventId, id))).length
    const isQueued = (id: string) => sqs.bodiesIn('events').join().includes(id)
    const pollWithout = async (permission: string) => {
      const allow = aws.deny('events', permission)
      await expect(mapping.poll()).rejects.toThrow(`is not authorized to perform: ${permission}`)
      allow()
    }

    it.each(['sqs:GetQueueAttributes', 'sqs:ReceiveMessage'])(
      'leaves events in the queue without %s, and delivers them afterwards',
      async (permission) => {
        const id = await publish()
        await pollWithout(permission)
        expect([await deliveriesOf(id), isQueued(id)]).toEqual([0, true])
        await mapping.poll()
        expect([await deliveriesOf(id), isQueued(id)]).toEqual([1, false])
      },
    )

    it('repeats an event that it may not delete without sqs:DeleteMessage, and delivers it once', async () => {
      const id = await publish()
      await pollWithout('sqs:DeleteMessage')
      expect([await deliveriesOf(id), isQueued(id)]).toEqual([1, true])
      await mapping.expire()
      expect(await mapping.poll()).toBe(1)
      expect([await deliveriesOf(id), isQueued(id)]).toEqual([1, false])
    })
  })
}
