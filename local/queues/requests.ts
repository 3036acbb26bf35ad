import { z } from 'zod'

// The schemas are strict, so that the stand-in refuses a parameter that it does not implement.

const queue = { QueueUrl: z.string() }
const BATCH = 10
const MAX_VISIBILITY_SECONDS = 12 * 3600
const LONGEST_WAIT_SECONDS = 20

const visibility = z.int().min(0).max(MAX_VISIBILITY_SECONDS)
const message = {
  MessageBody: z.string().min(1),
  MessageGroupId: z.string().min(1).max(128),
  MessageDeduplicationId: z.string().min(1).max(128),
}

/** The number of entries is checked later, because SQS has errors of its own for too few and too many. */
const entries = <Shape extends z.ZodRawShape>(shape: Shape) =>
  z.strictObject({ ...queue, Entries: z.array(z.strictObject({ Id: z.string().min(1).max(80), ...shape })) })

export const sendRequest = z.strictObject({ ...queue, ...message })
export const sendBatchRequest = entries(message)
export const deleteBatchRequest = entries({ ReceiptHandle: z.string() })
export const visibilityBatchRequest = entries({ ReceiptHandle: z.string(), VisibilityTimeout: visibility })
export const deleteQueueRequest = z.strictObject(queue)
export const receiveRequest = z.strictObject({
  ...queue,
  MaxNumberOfMessages: z.int().min(1).max(BATCH).default(1),
  VisibilityTimeout: visibility.optional(),
  WaitTimeSeconds: z.int().min(0).max(LONGEST_WAIT_SECONDS).default(0),
  MessageSystemAttributeNames: z.array(z.string()).default([]),
})
