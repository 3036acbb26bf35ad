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

it('has a record that is not done by its deadline come again with the rest of its chat, and nobody else', async () => {
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
    // Somebody holds the event's row for as long as this test likes.
    await tx.select().from(events).where(eq(events.id, stuck)).for('update')
    const groups = { a: [stuck, behind], b: [other], c: [third] }
    const records = Object.entries(groups).flatMap(([group, ids]) =>
      ids.map((eventId) => ({ group, eventId })),
    )
    const answer = handleBatch(ctx, batch(...records), startTimer)
    const isHandled = async (id: string) =>
      (await ctx.db.$count(events, and(eq(events.id, id), isNotNull(events.handledAt)))) === 1
    await eventually(async () => (await isHandled(other)) && (await isHandled(third)))
    // Left are the batch's own, and that of the record that is stuck.
    await eventually(async () => deadlines.size === 2)
    for (const pass of deadlines) pass()
    expect(await answer).toEqual({
      batchItemFailures: [{ itemIdentifier: 'record 0' }, { itemIdentifier: 'record 1' }],
    })
  })
  await eventually(async () => (await ctx.db.$count(events, isNotNull(events.handledAt))) === 3)
})
