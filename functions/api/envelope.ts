import { z } from 'zod'
import { ERROR_CODES, type VesperError } from '#shared/errors/index.ts'

const EXAMPLE = {
  success: false,
  error: {
    code: 'NOT_FOUND',
    message: 'Session YoNofiM9vtHy does not exist.',
    requestId: 'req_4fG7hJ2kL9mNpQrSt5vW',
  },
}

const detailSchema = z
  .object({
    path: z.string().meta({ description: 'Path of the field, or the name of the fact', example: 'text' }),
    message: z.string().meta({ description: 'The fault and the remedy', example: 'Required' }),
  })
  .meta({
    id: 'ErrorDetail',
    description: 'One fault of a request',
    example: { path: 'text', message: 'Required' },
  })

/** The failure answer of every endpoint. */
export const failureSchema = z
  .object({
    success: z.literal(false).meta({ description: 'False in each failure', example: false }),
    error: z
      .object({
        code: z.enum(ERROR_CODES).meta({ description: 'Code of the error', example: 'NOT_FOUND' }),
        message: z.string().meta({ description: 'The cause and the remedy', example: EXAMPLE.error.message }),
        requestId: z
          .string()
          .meta({ description: 'ID of the request, for support', example: EXAMPLE.error.requestId }),
        details: z
          .array(detailSchema)
          .optional()
          .meta({
            description: 'The faults of an invalid request, or the facts of another failure',
            example: [{ path: 'text', message: 'Required' }],
          }),
      })
      .meta({ description: 'The error', example: EXAMPLE.error }),
  })
  .meta({ id: 'Failure', description: 'The answer to a request that failed', example: EXAMPLE })

export const paginationSchema = z
  .object({
    limit: z.number().int().meta({ description: 'Most items of a page', example: 50 }),
    nextCursor: z.string().nullable().meta({
      description: 'Cursor of the next page; null on the last page',
      example: 'WyIyMDI2LTA2LTI0VDEwOjMwOjAwLjAwMFoiLCJZb05vZmlNOXZ0SHkiXQ',
    }),
  })
  .meta({
    id: 'Pagination',
    description: 'The place of a page in its list',
    example: { limit: 50, nextCursor: null },
  })

export function failure(error: VesperError, requestId: string): z.infer<typeof failureSchema> {
  return {
    success: false,
    error: {
      code: error.code,
      message: error.message,
      requestId,
      ...(error.details && { details: [...error.details] }),
    },
  }
}

/** Returns the schema of a success answer with `data`, or with a page of it. */
export function successOf(data: z.ZodType, isList: boolean | undefined) {
  const success = z.literal(true).meta({ description: 'True in each success', example: true })
  return isList
    ? z
        .object({ success, data: listOf(data), pagination: paginationSchema })
        .meta({ description: 'A page of a list' })
    : z.object({ success, data }).meta({ description: 'A successful answer' })
}

/** Returns the schema of a list of items, with the example of an item. */
export function listOf<Item extends z.ZodType>(item: Item): z.ZodArray<Item> {
  return z.array(item).meta({ description: 'The items', example: [item.meta()?.example] })
}
