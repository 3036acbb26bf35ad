import { z } from 'zod'

// The schemas are strict, so that the stand-in refuses a parameter that it does not implement.

// biome-ignore lint/suspicious/noControlCharactersInRegex: SQS names the control characters
const UNSTORABLE = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g

/** Returns a body as SQS stores it: with U+FFFD in place of each character that XML 1.0 does not have. */
export function storable(text: string): string {
  return text.toWellFormed().replace(UNSTORABLE, '\ufffd')
}

const queue = { QueueUrl: z.string() }
const BATCH = 10
const MAX_VISIBILITY_SECONDS = 12 * 3600
const LONGEST_WAIT_SECONDS = 20

const visibility = z.int().min(0).max(MAX_VISIBILITY_SECONDS)
/** Letters, digits and the punctuation that SQS lists for the ids of groups and of deduplication. */
const token = z.string().regex(/^[A-Za-z0-9!"#$%&'()*+,\-./:;<=>?@[\\\]^_`{|}~]{1,128}$/)
/** SQS refuses a body of characters that it cannot hold, and replaces these characters in any other body. */
const body = z
  .string()
  .refine((text) => /[^\ufffd]/.test(storable(text)), 'has no character that a queue can hold')
const message = { MessageBody: body, MessageGroupId: token, MessageDeduplicationId: token }

/** The number of entries and their ids are checked later, because SQS has errors of its own for them. */
const entries = <Shape extends z.ZodRawShape>(shape: Shape) =>
  z.strictObject({ ...queue, Entries: z.array(z.strictObject({ Id: z.string(), ...shape })) })

export const sendRequest = z.strictObject({ ...queue, ...message })
export const sendBatchRequest = entries(message)
export const deleteBatchRequest = entries({ ReceiptHandle: z.string() })
export const visibilityBatchRequest = entries({ ReceiptHandle: z.string(), VisibilityTimeout: visibility })
export const deleteQueueRequest = z.strictObject(queue)
export const attributesRequest = z.strictObject({
  ...queue,
  AttributeNames: z
    .array(
      z.enum([
        'All',
        'FifoQueue',
        'VisibilityTimeout',
        'ApproximateNumberOfMessages',
        'ApproximateNumberOfMessagesNotVisible',
      ]),
    )
    .default([]),
})
export const receiveRequest = z.strictObject({
  ...queue,
  MaxNumberOfMessages: z.int().min(1).max(BATCH).default(1),
  VisibilityTimeout: visibility.optional(),
  WaitTimeSeconds: z.int().min(0).max(LONGEST_WAIT_SECONDS).default(0),
  MessageSystemAttributeNames: z.array(z.string()).default([]),
})
