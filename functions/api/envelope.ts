import { z } from '@hono/zod-openapi'
import { ERROR_CODES, type VesperError } from '#shared/errors/index.ts'

/** The failure that every endpoint answers, whatever went wrong. */
export const failureSchema = z
  .object({
    success: z.literal(false),
    error: z.object({
      code: z.enum(ERROR_CODES),
      message: z.string().openapi({ description: 'What to do about it' }),
      requestId: z
        .string()
        .openapi({ description: 'Name it when you ask for help', example: 'req_4fG7hJ2kL9mN' }),
      details: z
        .array(z.object({ path: z.string().openapi({ example: 'text' }), message: z.string() }))
        .optional()
        .openapi({ description: 'Each fault of a request that is not valid' }),
    }),
  })
  .openapi('Failure')

export const paginationSchema = z
  .object({
    limit: z.number().int().openapi({ example: 50 }),
    nextCursor: z
      .string()
      .nullable()
      .openapi({ description: 'Pass it as cursor to get the next page; null on the last' }),
  })
  .openapi('Pagination')

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
