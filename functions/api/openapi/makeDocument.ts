import { z } from 'zod'
import type { ErrorCode } from '#shared/errors/index.ts'
import { failureSchema, successOf } from '../envelope.ts'
import type { Route } from '../route.ts'
import { convertSchemas, type JsonSchema } from './convertSchemas.ts'
import type { DescribedRoute } from './described.ts'
import { describeFailure, failureName, failuresOf } from './failures.ts'
import { HEADERS } from './headers.ts'
import { describeOperation, idempotencyHeaders } from './operation.ts'
import { schemasOf } from './routeSchemas.ts'
import { describeWebhooks, exemplifyEvents, type PublishedEvent, webhookSchemas } from './webhooks.ts'

/** An OpenAPI 3.1 document. */
export interface OpenApiDocument {
  openapi: string
  paths: Record<string, Record<string, ReturnType<typeof describeOperation>>>
  webhooks?: ReturnType<typeof describeWebhooks>['webhooks']
  components: { schemas: Record<string, JsonSchema>; [kind: string]: unknown }
  [part: string]: unknown
}

export interface DocumentOptions {
  /** Fields of the document that do not derive from routes: info, servers, tags, security. */
  head: Record<string, unknown> & { info: object }
  routes: readonly Pick<Route, 'describe'>[]
  /** Prefix of each route's path. */
  base: string
  securitySchemes: Record<string, object>
  /** Events that the gateway posts to webhooks. */
  events: readonly PublishedEvent[]
  /** Schemas with an id to which the field `publishedAs` of other schemas refers. */
  forms?: readonly z.ZodType[]
}

/** Makes an OpenAPI document from the definitions of routes and events. */
export function makeDocument({
  head,
  routes,
  base,
  securitySchemes,
  events,
  forms = [],
}: DocumentOptions): OpenApiDocument {
  const described = routes.map((route) => route.describe())
  const converted = convertSchemas({
    input: Object.assign({ forms: z.tuple(forms as [z.ZodType]) }, ...described.map(inputsOf)),
    output: Object.assign({ failure: failureSchema }, ...described.map(outputOf), webhookSchemas(events)),
  })
  const schemas = { ...converted.components }
  exemplifyEvents(events, converted.output, schemas)
  const paths: OpenApiDocument['paths'] = {}
  for (const route of described) {
    const path = route.isOpen ? route.path : base + route.path
    const item = paths[path] ?? {}
    paths[path] = item
    const method = route.method === 'update' ? 'put' : route.method
    if (item[method]) throw new Error(`Two routes answer ${method} ${route.path}`)
    item[method] = describeOperation(route, schemasOf(route, converted, schemas))
  }
  const { webhooks, parameters: deliveryHeaders } = describeWebhooks(events, converted.output)
  return {
    openapi: '3.1.1',
    ...head,
    paths,
    ...(events.length > 0 && { webhooks }),
    components: {
      schemas: sorted(schemas),
      responses: sorted(Object.fromEntries(described.flatMap(failureComponents))),
      ...(events.length > 0 && { parameters: deliveryHeaders }),
      headers: usedHeaders(described),
      securitySchemes,
    },
  }
}

function inputsOf(route: DescribedRoute): Record<string, z.ZodType> {
  const { id, params, query, body, method } = route
  return {
    ...(params && { [`${id}.params`]: params }),
    ...(query && { [`${id}.query`]: query }),
    ...(body && { [`${id}.body`]: body }),
    ...(method === 'post' && { [`${id}.headers`]: idempotencyHeaders }),
  }
}

function outputOf({ id, data, list, only }: DescribedRoute): Record<string, z.ZodType> {
  if (only) return {}
  return { [`${id}.answer`]: successOf(data, list) }
}

function failureComponents(route: DescribedRoute): [string, object][] {
  return [...failuresOf(route)].map(([status, codes]: [number, ErrorCode[]]) => [
    failureName(codes),
    describeFailure(status, codes),
  ])
}

/** Headers of some endpoints only. */
const SOMETIMES = ['Cache-Control', 'Content-Disposition', 'X-Next-Cursor']

/** Returns the headers that this document uses. The management API has no quota. */
function usedHeaders(routes: readonly DescribedRoute[]) {
  const extra = new Set(
    routes.flatMap(({ produces = {}, only = {}, isSecret }) => [
      ...Object.values({ ...produces, ...only }).flatMap(({ headers }) => headers ?? []),
      ...(isSecret ? ['Cache-Control'] : []),
    ]),
  )
  const isUsed = (name: string) => {
    if (name.startsWith('X-Quota-')) return routes.some(({ isMetered }) => isMetered)
    if (SOMETIMES.includes(name)) return extra.has(name)
    return true
  }
  return Object.fromEntries(Object.entries(HEADERS).filter(([name]) => isUsed(name)))
}

function sorted<Value>(record: Record<string, Value>): Record<string, Value> {
  return Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)))
}
