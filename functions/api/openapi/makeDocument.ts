import type { z } from 'zod'
import type { ErrorCode } from '#shared/errors/index.ts'
import { failureSchema, successOf } from '../envelope.ts'
import type { Route } from '../route.ts'
import { composeExample } from './composeExample.ts'
import { COMPONENTS, type Converted, convertSchemas, type JsonSchema } from './convertSchemas.ts'
import type { DescribedRoute } from './described.ts'
import { describeFailure, failureName, failuresOf } from './failures.ts'
import { HEADERS } from './headers.ts'
import { pascalCase } from './names.ts'
import { describeOperation, idempotencyHeaders } from './operation.ts'
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
  routes: readonly Route[]
  /** Prefix of each route's path. */
  base: string
  securitySchemes: Record<string, object>
  /** Events that the gateway posts to webhooks. */
  events: readonly PublishedEvent[]
}

/** Makes an OpenAPI document from the definitions of routes and events. */
export function makeDocument({
  head,
  routes,
  base,
  securitySchemes,
  events,
}: DocumentOptions): OpenApiDocument {
  const described = routes.map((route) => route.describe())
  const converted = convertSchemas({
    input: Object.assign({}, ...described.map(inputsOf)),
    output: Object.assign({ failure: failureSchema }, ...described.map(outputOf), webhookSchemas(events)),
  })
  const schemas = { ...converted.components }
  exemplifyEvents(events, converted.output, schemas)
  const paths: OpenApiDocument['paths'] = {}
  for (const route of described) {
    const path = base + route.path
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

function outputOf({ id, data, list }: DescribedRoute): Record<string, z.ZodType> {
  return { [`${id}.answer`]: successOf(data, list) }
}

/** Looks up the schemas of a route, and adds the body and the answer to the components. */
function schemasOf(
  route: DescribedRoute,
  { input, output }: Converted,
  components: Record<string, JsonSchema>,
) {
  const { id, example } = route
  const body = input[`${id}.body`]
  const words = { description: `Body of \`${id}\``, ...(example !== undefined && { example }) }
  const answer = output[`${id}.answer`] ?? {}
  return {
    params: input[`${id}.params`],
    query: input[`${id}.query`],
    headers: input[`${id}.headers`],
    body: body && asComponent(`${pascalCase(id)}Body`, components, { ...words, ...body }),
    answer: asComponent(answerName(route, answer), components, {
      description: 'The answer of the gateway: `data`, in the envelope of each success',
      example: composeExample(answer, components),
      ...answer,
    }),
  }
}

/** Returns the name of an answer's component: `SessionAnswer`, `SessionPage`, or the operation's name for other data. */
function answerName({ id, list }: DescribedRoute, answer: JsonSchema): string {
  const { data } = answer.properties as { data: JsonSchema }
  const items = data.items as JsonSchema | undefined
  const name = nameIn(list ? items : data)
  if (list) return `${name ?? pascalCase(id)}Page`
  const listed = nameIn(items)
  return listed ? `${listed}ListAnswer` : `${name ?? pascalCase(id)}Answer`
}

/** Returns the name of a component, for a schema that is only a reference. */
function nameIn(schema: JsonSchema | undefined): string | undefined {
  const { $ref, ...others } = schema ?? {}
  return typeof $ref === 'string' && Object.keys(others).length === 0
    ? $ref.slice(COMPONENTS.length)
    : undefined
}

/** Adds a schema to the components under a name, unless the schema refers to a component already. Returns the reference. */
function asComponent(
  name: string,
  components: Record<string, JsonSchema>,
  { description, example, ...schema }: JsonSchema,
): JsonSchema {
  if (nameIn(schema)) return schema
  components[name] = { ...schema, description, example }
  return { $ref: `${COMPONENTS}${name}` }
}

function failureComponents(route: DescribedRoute): [string, object][] {
  return [...failuresOf(route)].map(([status, codes]: [number, ErrorCode[]]) => [
    failureName(codes),
    describeFailure(status, codes),
  ])
}

/** Returns the headers that this document uses. The management API has no quota. */
function usedHeaders(routes: readonly DescribedRoute[]) {
  const extra = new Set(
    routes.flatMap(({ produces = {} }) => Object.values(produces).flatMap(({ headers }) => headers ?? [])),
  )
  const isUsed = (name: string) => {
    if (name.startsWith('X-Quota-')) return routes.some(({ isMetered }) => isMetered)
    if (name === 'Content-Disposition' || name === 'X-Next-Cursor') return extra.has(name)
    return true
  }
  return Object.fromEntries(Object.entries(HEADERS).filter(([name]) => isUsed(name)))
}

function sorted<Value>(record: Record<string, Value>): Record<string, Value> {
  return Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)))
}
