import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda'
import { handleRecord } from './handleRecord.ts'
import type { EventsContext } from './services.ts'

/**
 * Handles a batch of the FIFO event queue: groups beside each other, each in its order. Behind a record that fails, the rest
 * of its group fails too, so that nothing overtakes it.
 */
export async function handleBatch(ctx: EventsContext, { Records }: SQSEvent): Promise<SQSBatchResponse> {
  const groups = new Map<string, SQSRecord[]>()
  for (const record of Records) {
    const group = record.attributes.MessageGroupId ?? record.messageId
    groups.set(group, [...(groups.get(group) ?? []), record])
  }
  const failed = await Promise.all([...groups.values()].map((records) => handleGroup(ctx, records)))
  return { batchItemFailures: failed.flat().map(({ messageId: itemIdentifier }) => ({ itemIdentifier })) }
}

/** Answers those that are to come again. */
async function handleGroup(ctx: EventsContext, records: readonly SQSRecord[]): Promise<readonly SQSRecord[]> {
  for (const [index, record] of records.entries()) {
    try {
      await handleRecord(ctx, record.body)
    } catch (err) {
      ctx.log.error({ err, messageId: record.messageId }, 'event.failed')
      return records.slice(index)
    }
  }
  return []
}
