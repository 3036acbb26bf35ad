import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda'
import { handleRecord } from './handleRecord.ts'
import type { EventsContext } from './services.ts'

/** A record takes milliseconds; one that takes so long waits for something that others do not need. */
const RECORD_MS = 5_000
/** The function's time-out is 15 s: behind it, every record of the batch would come again. */
const BATCH_MS = 12_000

/** Calls back after so many ms; the function that it answers calls that off. */
export type StartTimer = (ms: number, callback: () => void) => () => void

const byTimer: StartTimer = (ms, callback) => {
  const timer = setTimeout(callback, ms)
  return () => clearTimeout(timer)
}

/**
 * Handles a batch of the FIFO event queue: groups beside each other, each in its order. A record that fails, or is not done by its deadline,
 * comes again, and so does the rest of its group, so that nothing overtakes it. Records of other groups do not come again with it.
 */
export async function handleBatch(
  ctx: EventsContext,
  { Records }: SQSEvent,
  startTimer: StartTimer = byTimer,
): Promise<SQSBatchResponse> {
  const groups = new Map<string, SQSRecord[]>()
  for (const record of Records) {
    const group = record.attributes.MessageGroupId ?? record.messageId
    groups.set(group, [...(groups.get(group) ?? []), record])
  }
  const batch = deadline(BATCH_MS, startTimer)
  const failed = await Promise.all(
    [...groups.values()].map((records) => handleGroup(ctx, records, batch, startTimer)),
  )
  batch.cancel()
  return { batchItemFailures: failed.flat().map(({ messageId: itemIdentifier }) => ({ itemIdentifier })) }
}

/** Answers those that are to come again. */
async function handleGroup(
  ctx: EventsContext,
  records: readonly SQSRecord[],
  batch: Deadline,
  startTimer: StartTimer,
): Promise<readonly SQSRecord[]> {
  for (const [index, record] of records.entries()) {
    const own = deadline(RECORD_MS, startTimer)
    try {
      // A record that is late goes on by itself. It may then be handled twice, which each of its writes allows for.
      await Promise.race([handleRecord(ctx, record.body), own.passed, batch.passed])
    } catch (err) {
      ctx.log.error({ err, messageId: record.messageId }, 'event.failed')
      return records.slice(index)
    } finally {
      own.cancel()
    }
  }
  return []
}

interface Deadline {
  /** Rejects when the deadline has passed. */
  passed: Promise<never>
  cancel(): void
}

function deadline(ms: number, startTimer: StartTimer): Deadline {
  let pass = (_: Error): void => undefined
  const passed = new Promise<never>((_, reject) => {
    pass = reject
  })
  // A deadline that nobody waits for any more is no fault.
  passed.catch(() => undefined)
  return { passed, cancel: startTimer(ms, () => pass(new Error(`Not handled within ${ms} ms`))) }
}
