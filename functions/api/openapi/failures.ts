import { ERROR_MEANINGS, ERROR_STATUS, type ErrorCode } from '#shared/errors/index.ts'
import type { DescribedRoute } from './described.ts'
import { COMMON_HEADERS, type HeaderName, headerRefs } from './headers.ts'
import { pascalCase } from './names.ts'

/** Errors that any endpoint can raise. */
const ALWAYS: readonly ErrorCode[] = [
  'VALIDATION_ERROR',
  'UNAUTHORIZED',
  // Another method than that of the endpoint has this answer. OpenAPI has no place for the answers of a path.
  'METHOD_NOT_ALLOWED',
  'RATE_LIMITED',
  'INTERNAL_ERROR',
  'SERVICE_UNAVAILABLE',
]

/** Errors of an endpoint without a key, which ignores its query. */
const OPEN: readonly ErrorCode[] = ['METHOD_NOT_ALLOWED', 'RATE_LIMITED', 'INTERNAL_ERROR']

/** Errors of each method that may have a body and may change data. */
const BEHIND_A_BODY: readonly ErrorCode[] = ['OUTCOME_UNKNOWN', 'PAYLOAD_TOO_LARGE', 'UNSUPPORTED_MEDIA_TYPE']

/** Statuses of answers that the gateway keeps under an `Idempotency-Key`. */
const REPLAYED: readonly number[] = [400, 404, 409, 422]
const EXTRA_HEADERS: Partial<Record<number, readonly HeaderName[]>> = {
  401: ['WWW-Authenticate'],
  405: ['Allow'],
  429: ['Retry-After'],
}

/** Returns the codes that the frame of each endpoint can answer: authentication, limits, the body and the infrastructure. */
export function codesOfEach({ method, isMetered, isTenants, isOpen }: DescribedRoute): ErrorCode[] {
  if (isOpen) return [...OPEN]
  return [
    ...ALWAYS,
    ...(method === 'get' ? [] : BEHIND_A_BODY),
    ...(isTenants ? (['FORBIDDEN'] as const) : []),
    ...(method === 'post' ? (['IDEMPOTENCY_CONFLICT'] as const) : []),
    ...(isMetered ? (['LIMIT_EXCEEDED'] as const) : []),
  ]
}

/** Returns the error codes of an endpoint, by status. */
export function failuresOf(route: DescribedRoute): Map<number, ErrorCode[]> {
  const codes = new Set<ErrorCode>([...route.errors, ...codesOfEach(route)])
  const byStatus = new Map<number, ErrorCode[]>()
  // The order of the table gives each combination of codes one name.
  for (const code of Object.keys(ERROR_STATUS) as ErrorCode[]) {
    const status = ERROR_STATUS[code]
    if (codes.has(code)) byStatus.set(status, [...(byStatus.get(status) ?? []), code])
  }
  return byStatus
}

/** Returns the name of the component that describes these codes. */
export function failureName(codes: readonly ErrorCode[]): string {
  return codes.map(pascalCase).join('Or')
}

/** Describes the answer with one of these codes, which share a status. */
export function describeFailure(status: number, codes: readonly ErrorCode[]) {
  const replayed = REPLAYED.includes(status) ? (['Idempotent-Replayed'] as const) : []
  return {
    description: codes.map((code) => `\`${code}\`: ${ERROR_MEANINGS[code].when}`).join('\n\n'),
    headers: headerRefs([...COMMON_HEADERS, ...(EXTRA_HEADERS[status] ?? []), ...replayed]),
    content: {
      'application/json': {
        schema: { $ref: '#/components/schemas/Failure' },
        examples: Object.fromEntries(codes.map((code) => [code, { value: exampleOf(code) }])),
      },
    },
  }
}

function exampleOf(code: ErrorCode) {
  const { message, details } = ERROR_MEANINGS[code].example
  return {
    success: false,
    error: { code, message, requestId: 'req_4fG7hJ2kL9mN', ...(details && { details }) },
  }
}
