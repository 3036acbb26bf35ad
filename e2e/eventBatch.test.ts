import type { SQSEvent } from 'aws-lambda'
import { isNotNull } from 'drizzle-orm'
import { expect, it } from 'vitest'
import { handleBatch } from '#functions/events/handleBatch.ts'
import { deliveries, events } from '#shared/database/index.ts'
import { happen, subscribe, type TestContext } from './support/context.ts'
import { useDeliveries } from './support/deliveries.ts'

let ctx: TestContext
useDeliveries((fresh) => {
  ctx = fresh
})

/** A batch as SQS' event source mapping hands it over: of one group after the other, as many as it has. */
function batch(...records: { group: string; eventId?: string | undefined }[]): SQSEvent {
  return {
    Records: records.map(({ group, eventId }, index) => ({
      messageId: `record ${index}`,
      receiptHandle: '',
      body: JSON.stringify({ eventId }),
      attributes: {
        MessageGroupId: group,
        ApproximateReceiveCount: '1',
        SentTimestamp: '',
        SenderId: '',
        ApproximateFirstReceiveTimestamp: '',
      },
      messageAttributes: {},
      md5OfBody: '',
      eventSource: 'aws:sqs',
      eventSourceARN: '',
      awsRegion: '',
    })),
  }
}

it('puts the deliveries of ten events of a chat in their line in order, and hands over the first', async () => {
  await subscribe(ctx, 'http://127.0.0.1/hook')
  const ids: string[] = []
  for (let n = 0; n < 10; n++) ids.push(await happen(ctx, 'a'))
  const answer = await handleBatch(ctx, batch(...ids.map((eventId) => ({ group: 'a', eventId }))))
  expect(answer).toEqual({ batchItemFailures: [] })
  const line = await ctx.db.select().from(deliveries).orderBy(deliveries.seq)
  expect(line.map(({ eventId }) => eventId)).toEqual(ids)
  expect(ctx.published).toMatchObject([{ input: { deliveryId: line[0]?.id } }])
})

it('has all behind one that fails come again with it, and those of other chats not', async () => {
  const [first, behind, other] = [await happen(ctx, 'a'), await happen(ctx, 'a'), await happen(ctx, 'b')]
  const records = [{ group: 'a', eventId: first }, { group: 'a' }, { group: 'a', eventId: behind }]
  expect(await handleBatch(ctx, batch(...records, { group: 'b', eventId: other }))).toEqual({
    batchItemFailures: [{ itemIdentifier: 'record 1' }, { itemIdentifier: 'record 2' }],
  })
  const handled = await ctx.db.select({ id: events.id }).from(events).where(isNotNull(events.handledAt))
  expect(handled.map(({ id }) => id).toSorted()).toEqual([first, other].toSorted())
})
