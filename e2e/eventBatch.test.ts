import type { SQSEvent } from 'aws-lambda'
import { and, eq, isNotNull } from 'drizzle-orm'
import { expect, it } from 'vitest'
import { handleBatch, type StartTimer } from '#functions/events/handleBatch.ts'
import { deliveries, events } from '#shared/database/index.ts'
import { happen, subscribe, type TestContext } from './support/context.ts'
import { useDeliveries } from './support/deliveries.ts'
import { eventually } from './support/eventually.ts'

let ctx: TestContext
useDeliveries((fresh) => {
  ctx = fresh
})

/** Returns a batch of SQS' event source mapping with several groups in order. */
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

it('stores the deliveries of ten events of a chat in order, and publishes the first', async () => {
  await subscribe(ctx, 'http://127.0.0.1/hook')
  const ids: string[] = []
  for (let n = 0; n < 10; n++) ids.push(await happen(ctx, 'a'))
  const answer = await handleBatch(ctx, batch(...ids.map((eventId) => ({ group: 'a', eventId }))))
  expect(answer).toEqual({ batchItemFailures: [] })
  const line = await ctx.db.select().from(deliveries).orderBy(deliveries.seq)
  expect(line.map(({ eventId }) => eventId)).toEqual(ids)
  expect(ctx.published).toMatchObject([{ input: { deliveryId: line[0]?.id } }])
})

it('redelivers the records after a failed one in its chat, and no record of another chat', async () => {
  const [first, behind, other] = [await happen(ctx, 'a'), await happen(ctx, 'a'), await happen(ctx, 'b')]
  const records = [{ group: 'a', eventId: first }, { group: 'a' }, { group: 'a', eventId: behind }]
  expect(await handleBatch(ctx, batch(...records, { group: 'b', eventId: other }))).toEqual({
    batchItemFailures: [{ itemIdentifier: 'record 1' }, { itemIdentifier: 'record 2' }],
  })
  const handled = await ctx.db.select({ id: events.id }).from(events).where(isNotNull(events.handledAt))
  expect(handled.map(({ id }) => id).toSorted()).toEqual([first, other].toSorted())
})

it('redelivers a record after its deadline with the rest of its chat, and no other record', async () => {
  const [stuck, behind, other, third] = [
    await happen(ctx, 'a'),
    await happen(ctx, 'a'),
    await happen(ctx, 'b'),
    await happen(ctx, 'c'),
  ]
  const deadlines = new Set<() => void>()
  const startTimer: StartTimer = (_, pass) => {
    deadlines.add(pass)
    return () => deadlines.delete(pass)
  }
  await ctx.db.transaction(async (tx) => {
    // The transaction locks the event's row until the test ends it.
    await tx.select().from(events).where(eq(events.id, stuck)).for('update')
    const groups = { a: [stuck, behind], b: [other], c: [third] }
    const records = Object.entries(groups).flatMap(([group, ids]) =>
      ids.map((eventId) => ({ group, eventId })),
    )
    const answer = handleBatch(ctx, batch(...records), startTimer)
    const isHandled = async (id: string) =>
      (await ctx.db.$count(events, and(eq(events.id, id), isNotNull(events.handledAt)))) === 1
    await eventually(async () => (await isHandled(other)) && (await isHandled(third)))
    // The deadlines of the batch and of the locked record remain.
    await eventually(async () => deadlines.size === 2)
    for (const pass of deadlines) pass()
    expect(await answer).toEqual({
      batchItemFailures: [{ itemIdentifier: 'record 0' }, { itemIdentifier: 'record 1' }],
    })
  })
  await eventually(async () => (await ctx.db.$count(events, isNotNull(events.handledAt))) === 3)
})
