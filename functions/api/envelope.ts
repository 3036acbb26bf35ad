import { z } from 'zod'
import { ERROR_CODES, type VesperError } from '#shared/errors/index.ts'

/** The failure answer of every endpoint. */
export const failureSchema = z
  .object({
    success: z.literal(false),
    error: z.object({
      code: z.enum(ERROR_CODES),
      message: z.string().meta({ description: 'The cause and the remedy' }),
      requestId: z
        .string()
        .meta({ description: 'ID of the request, for support', example: 'req_4fG7hJ2kL9mN' }),
      details: z
        .array(z.object({ path: z.string().meta({ example: 'text' }), message: z.string() }))
        .optional()
        .meta({ description: 'The faults of an invalid request' }),
    }),
  })
  .meta({ id: 'Failure' })

export const paginationSchema = z
  .object({
    limit: z.number().int().meta({ example: 50 }),
    nextCursor: z.string().nullable().meta({ description: 'Cursor of the next page; null on the last page' }),
  })
  .meta({ id: 'Pagination' })

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
  return isList
    ? z.object({ success: z.literal(true), data: z.array(data), pagination: paginationSchema })
    : z.object({ success: z.literal(true), data })
}
