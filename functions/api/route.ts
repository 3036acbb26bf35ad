import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi'
import type { Context } from 'hono'
import type { AppContext } from '#shared/domain/context.ts'
import { ERROR_STATUS, type ErrorCode } from '#shared/errors/index.ts'
import { failureSchema, paginationSchema } from './envelope.ts'
import { parseInput, readBody } from './input.ts'
import type { ApiEnvironment, ApiServices } from './services.ts'

const nothing = z.object({})

/** One endpoint: what it takes, what it answers, the errors it can raise, and the verb that it calls. */
export interface RouteDefinition<
  Params extends z.ZodObject,
  Query extends z.ZodObject,
  Body extends z.ZodType,
  Data extends z.ZodType,
> {
  /** `update` answers to both PUT and PATCH. */
  method: 'get' | 'post' | 'update' | 'delete'
  /** Below /api/v1, with parameters as `{id}`. */
  path: string
  tag: 'Sessions' | 'Messages' | 'Contacts' | 'Webhooks'
  summary: string
  description?: string
  params?: Params
  query?: Query
  body?: Body
  status?: 200 | 201
  data: Data
  /** The answer is a list: `data` is one item's schema, and the handler answers a page. */
  list?: boolean
  /** Beside those that any endpoint can raise. */
  errors: readonly ErrorCode[]
  handle(request: {
    ctx: AppContext
    params: z.output<Params>
    query: z.output<Query>
    body: z.output<Body>
    /** For what is not JSON in, JSON out. */
    c: Context<ApiEnvironment>
  }): Promise<unknown>
}

/** An endpoint, ready to be added to the API. */
export interface Route {
  register(api: OpenAPIHono<ApiEnvironment>, services: ApiServices): void
}

const ALWAYS: readonly ErrorCode[] = [
  'VALIDATION_ERROR',
  'UNAUTHORIZED',
  'INTERNAL_ERROR',
  'SERVICE_UNAVAILABLE',
]

const METHODS = {
  get: ['get'],
  post: ['post'],
  update: ['put', 'patch'],
  delete: ['delete'],
} as const satisfies Record<string, readonly HttpMethod[]>
type HttpMethod = 'get' | 'post' | 'put' | 'patch' | 'delete'

/** Makes a route. Its answer is parsed by its own schema, so that no field leaves that the schema does not name. */
export function defineRoute<
  Params extends z.ZodObject = typeof nothing,
  Query extends z.ZodObject = typeof nothing,
  Body extends z.ZodType = typeof nothing,
  Data extends z.ZodType = typeof nothing,
>(definition: RouteDefinition<Params, Query, Body, Data>): Route {
  const { data, list, status = 200, handle } = definition
  const success = list
    ? z.object({ success: z.literal(true), data: z.array(data), pagination: paginationSchema })
    : z.object({ success: z.literal(true), data })

  return {
    register(api, services) {
      const methods = [...METHODS[definition.method]]
      for (const method of methods) api.openAPIRegistry.registerPath(toOpenApi(definition, method, success))
      api.on(methods, definition.path.replace(/\{(\w+)\}/g, ':$1'), async (c) => {
        const answer = await handle({
          ctx: { ...services, appId: c.get('appId') },
          params: parseInput(definition.params ?? nothing, c.req.param()) as z.output<Params>,
          query: parseInput(definition.query ?? nothing, c.req.query()) as z.output<Query>,
          body: (definition.body ? parseInput(definition.body, await readBody(c)) : {}) as z.output<Body>,
          c,
        })
        if (answer instanceof Response) return answer
        const body = list ? pageBody(answer) : { data: answer }
        return c.json(success.parse({ success: true, ...body }), status)
      })
    },
  }
}

function pageBody(answer: unknown) {
  const { items, pagination } = answer as { items: unknown[]; pagination: unknown }
  return { data: items, pagination }
}

function toOpenApi<P extends z.ZodObject, Q extends z.ZodObject, B extends z.ZodType, D extends z.ZodType>(
  definition: RouteDefinition<P, Q, B, D>,
  method: HttpMethod,
  success: z.ZodType,
) {
  const { path, tag, summary, description, params, query, body, status = 200, errors } = definition
  const statuses = new Map<number, ErrorCode[]>()
  for (const code of [...errors, ...ALWAYS]) {
    statuses.set(ERROR_STATUS[code], [...(statuses.get(ERROR_STATUS[code]) ?? []), code])
  }
  return createRoute({
    method,
    path,
    tags: [tag],
    summary,
    ...(description && { description }),
    security: [{ apiKey: [] }, { bearer: [] }],
    request: {
      ...(params && { params }),
      ...(query && { query }),
      ...(body && { body: { required: true, content: { 'application/json': { schema: body } } } }),
    },
    responses: {
      [status]: { description: 'Success', content: { 'application/json': { schema: success } } },
      ...Object.fromEntries(
        [...statuses].map(([errorStatus, codes]) => [
          errorStatus,
          { description: codes.join(', '), content: { 'application/json': { schema: failureSchema } } },
        ]),
      ),
    },
  })
}
