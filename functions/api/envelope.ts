import { z } from 'zod'
import { ERROR_CODES, type VesperError } from '#shared/errors/index.ts'

/** The failure that every endpoint answers, whatever went wrong. */
export const failureSchema = z
  .object({
    success: z.literal(false),
    error: z.object({
      code: z.enum(ERROR_CODES),
      message: z.string().meta({ description: 'What to do about it' }),
      requestId: z
        .string()
        .meta({ description: 'Name it when you ask for help', example: 'req_4fG7hJ2kL9mN' }),
      details: z
        .array(z.object({ path: z.string().meta({ example: 'text' }), message: z.string() }))
        .optional()
        .meta({ description: 'Each fault of a request that is not valid' }),
    }),
  })
  .meta({ id: 'Failure' })

export const paginationSchema = z
  .object({
    limit: z.number().int().meta({ example: 50 }),
    nextCursor: z
      .string()
      .nullable()
      .meta({ description: 'Pass it as cursor to get the next page; null on the last' }),
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

/** The success of an endpoint that answers `data`, or a page of it. */
export function successOf(data: z.ZodType, isList: boolean | undefined) {
  return isList
    ? z.object({ success: z.literal(true), data: z.array(data), pagination: paginationSchema })
    : z.object({ success: z.literal(true), data })
}
