import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda'
import { fanOutBatch } from '#shared/domain/deliveries/index.ts'
import { handleRecord, readEventId } from './handleRecord.ts'
import type { EventsContext } from './services.ts'

/**
 * Time limit of a record. A record takes milliseconds; one that takes longer waits for a resource that other records may not
 * need.
 */
const RECORD_MS = 5_000
/** Time limit of a batch. The function's time-out is 15 s, after which all records of the batch would be redelivered. */
const BATCH_MS = 12_000

/** Calls back after `ms`. The returned function cancels the timer. */
export type StartTimer = (ms: number, callback: () => void) => () => void

const byTimer: StartTimer = (ms, callback) => {
  const timer = setTimeout(callback, ms)
  return () => clearTimeout(timer)
}

/**
 * Handles a batch of the FIFO event queue: groups in parallel, and the records of a group in order. A record that fails or
 * exceeds its time limit is redelivered with the rest of its group. Records of other groups are not redelivered.
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
  const isLeft = await handleTogether(ctx, [...groups.values()], startTimer)
  const failed = await Promise.all(
    [...groups.values()].map((records) => handleGroup(ctx, records.filter(isLeft), batch, startTimer)),
  )
  batch.cancel()
  return { batchItemFailures: failed.flat().map(({ messageId: itemIdentifier }) => ({ itemIdentifier })) }
}

/**
 * Handles the records that need no step of their own, in one statement. If the statement fails, each record is handled
 * separately, so that a record with a fault fails alone.
 * @returns the condition that a record is left to handle
 */
async function handleTogether(
  ctx: EventsContext,
  groups: readonly (readonly SQSRecord[])[],
  startTimer: StartTimer,
): Promise<(record: SQSRecord) => boolean> {
  const ids = new Map<SQSRecord, string>()
  for (const group of groups)
    for (const record of group) {
      const id = readEventId(record.body)
      // The later records of the group must not overtake a record with an invalid body.
      if (id === null) break
      ids.set(record, id)
    }
  const own = deadline(RECORD_MS, startTimer)
  try {
    const handling = fanOutBatch({ ctx, input: { eventIds: [...new Set(ids.values())] } })
    const left = await Promise.race([handling, own.passed])
    return (record) => left.has(ids.get(record) ?? '') || !ids.has(record)
  } catch (err) {
    ctx.log.warn({ err, records: ids.size }, 'event.batch_failed')
    return () => true
  } finally {
    own.cancel()
  }
}

/** Handles the records of a group. Returns the records that must be redelivered. */
async function handleGroup(
  ctx: EventsContext,
  records: readonly SQSRecord[],
  batch: Deadline,
  startTimer: StartTimer,
): Promise<readonly SQSRecord[]> {
  for (const [index, record] of records.entries()) {
    const own = deadline(RECORD_MS, startTimer)
    try {
      // A record that exceeds its time limit keeps running, and may be handled twice. Each of its writes allows for that.
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
  /** Rejects at the time limit. */
  passed: Promise<never>
  cancel(): void
}

function deadline(ms: number, startTimer: StartTimer): Deadline {
  let pass = (_: Error): void => undefined
  const passed = new Promise<never>((_, reject) => {
    pass = reject
  })
  // A time limit without a waiting caller is not an unhandled rejection.
  passed.catch(() => undefined)
  return { passed, cancel: startTimer(ms, () => pass(new Error(`Not handled within ${ms} ms`))) }
}
