/** A header of an answer in the reference. */
export interface Header {
  description: string
  schema: { type: 'string' | 'integer'; const?: string; enum?: string[] }
  example: string | number
}

const integer = (description: string, example: number): Header => ({
  description,
  schema: { type: 'integer' },
  example,
})
const text = (description: string, example: string): Header => ({
  description,
  schema: { type: 'string' },
  example,
})

/** Headers of answers, by name. */
export const HEADERS = {
  'X-Request-Id': text('ID of the request, for support', 'req_4fG7hJ2kL9mN'),
  'X-RateLimit-Limit': integer('Requests per minute', 100),
  'X-RateLimit-Remaining': integer('Requests that are left', 99),
  'X-RateLimit-Reset': integer('Time at which the whole limit is free again, in Unix seconds', 1_795_366_800),
  'X-Quota-Limit': integer("Messages per month in the account's plan; absent without a limit", 5000),
  'X-Quota-Used': integer('Messages of this month, over all apps of the account', 1234),
  'X-Quota-Reset': integer('Start of the next month (UTC), in Unix seconds', 1_796_083_200),
  'Retry-After': integer('Seconds until `X-RateLimit-Reset`, at most 60', 12),
  'WWW-Authenticate': text('The scheme of the missing credentials', 'Bearer'),
  'Idempotent-Replayed': {
    description:
      'Present on the answer to a repeated POST: an earlier request with the same `Idempotency-Key` got this answer',
    schema: { type: 'string', enum: ['true'] },
    example: 'true',
  },
  Allow: text('Methods of the path', 'GET, HEAD, OPTIONS'),
  'Cache-Control': text('No cache may keep an answer that has a secret', 'no-store'),
  'Content-Disposition': text(
    'Name of the file for a download',
    'attachment; filename="cmp_4fG7hJ2kL9mNpQrStUvW.csv"',
  ),
  'X-Next-Cursor': text('Cursor of the next part; absent on the last part', 'eyJpZCI6MTAwfQ'),
} as const satisfies Record<string, Header>

export type HeaderName = keyof typeof HEADERS

/** Headers of each answer. */
export const COMMON_HEADERS = [
  'X-Request-Id',
  'X-RateLimit-Limit',
  'X-RateLimit-Remaining',
  'X-RateLimit-Reset',
] as const
export const QUOTA_HEADERS = ['X-Quota-Limit', 'X-Quota-Used', 'X-Quota-Reset'] as const

/** Returns references to headers of the document's components. */
export function headerRefs(names: readonly HeaderName[]): Record<string, { $ref: string }> {
  return Object.fromEntries(names.map((name) => [name, { $ref: `#/components/headers/${name}` }]))
}
