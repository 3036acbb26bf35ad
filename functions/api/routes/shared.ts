import { z } from 'zod'

/** Errors of a request to a connector, whose answer the caller waits for. */
export const CONNECTOR_REQUEST_ERRORS = [
  'NOT_FOUND',
  'SESSION_NOT_CONNECTED',
  'WHATSAPP_REJECTED',
  'TIMEOUT',
] as const
/** Errors of a GET that asks a connector. The request to the connector is a write, whose outcome can be unknown. */
export const CONNECTOR_READ_ERRORS = [...CONNECTOR_REQUEST_ERRORS, 'OUTCOME_UNKNOWN'] as const
/** Errors of a change to a message. */
export const CHANGE_ERRORS = [...CONNECTOR_REQUEST_ERRORS, 'CONFLICT'] as const

export const pageQuery = z.strictObject({
  limit: z.int().min(1).max(100).default(50).meta({ description: 'Items per page (1-100)', example: 50 }),
  // An example would be a 400 in each list but one, because each list has cursors of its own.
  cursor: z
    .string()
    .optional()
    .meta({ description: '`nextCursor` of the previous page. If absent, the answer is the first page' }),
})

export const sessionParam = z.strictObject({
  id: z.string().meta({ description: 'Session ID', example: 'YoNofiM9vtHy' }),
})

export const messageParams = z.strictObject({
  sessionId: z.string().meta({ description: 'Session ID', example: 'YoNofiM9vtHy' }),
  msgId: z.string().meta({ description: 'Message ID', example: '3EB0A8C2F5B7E6A1' }),
})

export const sessionField = z.string().min(1).meta({ description: 'Session ID', example: 'YoNofiM9vtHy' })

/** The answer of a deletion. */
export const deletedSchema = z
  .object({
    id: z.string().meta({ description: 'ID of the deleted object', example: 'YoNofiM9vtHy' }),
    deleted: z.literal(true).meta({ description: 'The object is deleted', example: true }),
  })
  .meta({
    id: 'Deleted',
    description: 'The answer of a deletion',
    example: { id: 'YoNofiM9vtHy', deleted: true },
  })
