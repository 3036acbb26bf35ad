import type { RouteConfig } from '@hono/zod-openapi'
import { z } from 'zod'
import { ERROR_STATUS, type ErrorCode } from '#shared/errors/index.ts'
import { failureSchema } from './envelope.ts'
import { integerHeader } from './integerHeader.ts'
import { QUOTA_HEADERS } from './quota.ts'
import type { HttpMethod, RouteDefinition } from './route.ts'

/** Errors that any endpoint can raise. */
const ALWAYS: readonly ErrorCode[] = [
  'VALIDATION_ERROR',
  'UNAUTHORIZED',
  'RATE_LIMITED',
  'INTERNAL_ERROR',
  'SERVICE_UNAVAILABLE',
]

const RATE_HEADERS = {
  'X-Request-Id': { description: 'ID of the request, for support', schema: { type: 'string' as const } },
  'X-RateLimit-Limit': integerHeader('Requests per minute', 100),
  'X-RateLimit-Remaining': integerHeader('Requests that are left', 99),
  'X-RateLimit-Reset': integerHeader(
    'Time at which the whole limit is free again, in Unix seconds',
    1_795_366_800,
  ),
}
const CSV_EXAMPLE = 'phone,name,city\n905551234567,Ayşe,Istanbul\n'
const RETRY_AFTER = { 'Retry-After': integerHeader('Seconds until `X-RateLimit-Reset`, at most 60', 12) }

/** Describes the `Idempotency-Key` header of every POST. */
const idempotencyHeaders = z.object({
  'Idempotency-Key': z
    .string()
    .min(1)
    .max(255)
    .regex(/^[ -~]*$/)
    .optional()
    .meta({
      description:
        'A request that is repeated with the same key runs once. The repetition gets the first answer, with ' +
        '`Idempotent-Replayed: true`. Keys are kept for 24 h.',
      example: 'order-4711-confirmation',
    }),
})

/** Describes a route for the reference. */
export function toOpenApi<
  Ctx,
  P extends z.ZodObject,
  Q extends z.ZodObject,
  B extends z.ZodType,
  D extends z.ZodType,
>(
  definition: RouteDefinition<Ctx, P, Q, B, D>,
  method: HttpMethod,
  success: z.ZodType,
  security: Record<string, string[]>[],
): RouteConfig {
  const { path, tag, summary, description, params, query, body, status = 200, isMetered } = definition
  const isTenants = security.some((scheme) => 'apiKey' in scheme)
  const isRepeatable = method === 'post'
  const headers = { ...RATE_HEADERS, ...(isMetered && QUOTA_HEADERS) }
  return {
    method,
    path,
    tags: [tag],
    summary,
    ...(description && { description }),
    security,
    request: {
      ...(params && { params }),
      ...(query && { query }),
      ...(isRepeatable && { headers: idempotencyHeaders }),
      ...(body && { body: bodyOf(body, definition.fromCsv !== undefined) }),
    },
    responses: {
      [status]: { description: 'Success', headers, content: { 'application/json': { schema: success } } },
      ...failures([
        ...definition.errors,
        ...ALWAYS,
        ...(method === 'get' ? [] : (['OUTCOME_UNKNOWN'] as const)),
        ...(isTenants ? (['FORBIDDEN'] as const) : []),
        ...(isRepeatable ? (['IDEMPOTENCY_CONFLICT'] as const) : []),
        ...(isMetered ? (['LIMIT_EXCEEDED'] as const) : []),
      ]),
    },
  }
}

/** Describes the body of a route. An absent body counts as an empty object, so that an update needs none. */
function bodyOf(body: z.ZodType, takesCsv: boolean) {
  const csv = z.string().meta({ description: 'The first row names the columns', example: CSV_EXAMPLE })
  const content = { 'application/json': { schema: body }, ...(takesCsv && { 'text/csv': { schema: csv } }) }
  return { required: !body.safeParse({}).success, content }
}

/** Groups the error codes by status. */
function failures(codes: readonly ErrorCode[]) {
  const statuses = new Map<number, Set<ErrorCode>>()
  for (const code of codes) {
    const status = ERROR_STATUS[code]
    statuses.set(status, (statuses.get(status) ?? new Set()).add(code))
  }
  return Object.fromEntries(
    [...statuses].map(([status, names]) => [
      status,
      {
        description: [...names].join(', '),
        headers: { ...RATE_HEADERS, ...(status === 429 && RETRY_AFTER) },
        content: { 'application/json': { schema: failureSchema } },
      },
    ]),
  )
}
