import { z } from 'zod'
import type { JsonSchema } from './convertSchemas.ts'
import type { DescribedRoute } from './described.ts'
import { failureName, failuresOf } from './failures.ts'
import { COMMON_HEADERS, headerRefs, QUOTA_HEADERS } from './headers.ts'
import { parametersIn } from './parameters.ts'

const CSV_EXAMPLE = 'phone,name,city\n905551234567,Ayşe,Istanbul\n'
const CSV_BODY = {
  schema: {
    type: 'string',
    description:
      'The first row names the columns. Another charset than UTF-8 is in the Content-Type or in a byte order mark',
  },
  example: CSV_EXAMPLE,
}

/** Describes the `Idempotency-Key` header of every POST. An example would make the second request of a tool a conflict. */
export const idempotencyHeaders = z.object({
  'Idempotency-Key': z
    .string()
    .min(1)
    .max(255)
    .regex(/^[ -~]*$/)
    .optional()
    .meta({
      description:
        'A request that is repeated with the same key runs once. The repetition gets the first answer, with ' +
        '`Idempotent-Replayed: true`. Keys are kept for 24 h. Use a new key for each request.',
    }),
})

/** The converted schemas of a route. */
export interface RouteSchemas {
  params: JsonSchema | undefined
  query: JsonSchema | undefined
  headers: JsonSchema | undefined
  /** References or schemas. */
  body: JsonSchema | undefined
  answer: JsonSchema
}

/** Describes a route as an operation of OpenAPI. */
export function describeOperation(route: DescribedRoute, schemas: RouteSchemas) {
  const parameters = [
    ...parametersIn('path', schemas.params),
    ...parametersIn('query', schemas.query),
    ...parametersIn('header', schemas.headers),
  ]
  return {
    operationId: route.id,
    tags: [route.tag],
    summary: route.summary,
    ...(route.isOpen && { security: [] }),
    ...(route.scope && { 'x-scope': route.scope }),
    ...describeText(route),
    ...(parameters.length > 0 && { parameters }),
    ...(route.body && schemas.body && { requestBody: describeBody(route, route.body, schemas.body) }),
    responses: { ...describeSuccess(route, schemas.answer), ...failureRefs(route) },
  }
}

function describeText({ description, method, scope }: DescribedRoute) {
  const both = method === 'update' ? 'PATCH does the same.' : ''
  const needs = scope ? `The key needs the scope \`${scope}\`.` : ''
  const text = [description, both, needs].filter(Boolean).join(' ')
  return text === '' ? {} : { description: text }
}

/** Describes a body. An absent body counts as an empty object, so that the body is required only if a field is. */
function describeBody({ example, takesCsv }: DescribedRoute, body: z.ZodType, schema: JsonSchema) {
  return {
    required: !body.safeParse({}).success,
    content: {
      'application/json': { schema, ...(example !== undefined && { example }) },
      ...(takesCsv && { 'text/csv': CSV_BODY }),
    },
  }
}

function describeSuccess(
  { status = 200, method, isMetered, isSecret, produces = {}, only }: DescribedRoute,
  schema: JsonSchema,
) {
  const others = Object.values(only ?? produces)
  const headers = headerRefs([
    ...COMMON_HEADERS,
    ...(isMetered ? QUOTA_HEADERS : []),
    ...(isSecret ? (['Cache-Control'] as const) : []),
    ...(method === 'post' ? (['Idempotent-Replayed'] as const) : []),
    ...others.flatMap((other) => other.headers ?? []),
  ])
  const content = Object.fromEntries(
    Object.entries(only ?? produces).map(([type, { schema: other, example }]) => [
      type,
      { schema: other, ...(example !== undefined && { example }) },
    ]),
  )
  const description = ['Success', ...others.map((other) => other.description)].join('. ')
  return {
    [status]: {
      description,
      headers,
      content: { ...(!only && { 'application/json': { schema } }), ...content },
    },
  }
}

function failureRefs(route: DescribedRoute) {
  const refs = [...failuresOf(route)].map(([status, codes]) => [
    status,
    { $ref: `#/components/responses/${failureName(codes)}` },
  ])
  return Object.fromEntries(refs)
}
