import type { Context, Hono } from 'hono'
import { z } from 'zod'
import type { KeyScope } from '#shared/contracts/keys.ts'
import type { AppContext } from '#shared/domain/context.ts'
import type { Repeatable } from '#shared/domain/repeatable.ts'
import { type ErrorCode, ValidationFailed } from '#shared/errors/index.ts'
import { once } from '#shared/once.ts'
import { type Access, assertOpens, assertScope } from './access.ts'
import { readCsv } from './csvBody.ts'
import { successOf } from './envelope.ts'
import { readBody } from './input.ts'
import { isCsv } from './mediaType.ts'
import type { DescribedRoute, ProducedType } from './openapi/described.ts'
import { dropShownFields, parseInput, parseQuery } from './parse/index.ts'
import { setQuota } from './quota.ts'
import type { AdminContext, ApiEnvironment, ApiServices } from './services.ts'
import { withKnownOutcome } from './withKnownOutcome.ts'

const nothing = z.strictObject({})

export type HttpMethod = 'get' | 'post' | 'put' | 'patch' | 'delete'

/** Definition of an endpoint: its input, its answer, its errors, and the verb that it calls. */
export type RouteDefinition<
  Ctx,
  Params extends z.ZodObject,
  Query extends z.ZodObject,
  Body extends z.ZodType,
  Data extends z.ZodType,
> = BodyDefinition<Body> & RouteBase<Ctx, Params, Query, Body, Data>

type BodyDefinition<Body extends z.ZodType> =
  | { body?: undefined; example?: undefined }
  | {
      body: Body
      /** A complete request body, for the reference. The gateway accepts it as written. */
      example: z.input<Body>
    }

interface RouteBase<
  Ctx,
  Params extends z.ZodObject,
  Query extends z.ZodObject,
  Body extends z.ZodType,
  Data extends z.ZodType,
> {
  /** Stable name of the operation, such as `sessions.create`. Generated clients use it as the name of a function. */
  id: string
  /** `update` answers to both PUT and PATCH. */
  method: 'get' | 'post' | 'update' | 'delete'
  /** Below /api/v1 or /admin/v1, with parameters as `{id}`. */
  path: string
  tag:
    | 'Gateway'
    | 'Sessions'
    | 'Messages'
    | 'Contacts'
    | 'Chats'
    | 'Groups'
    | 'Webhooks'
    | 'Events'
    | 'Broadcast'
    | 'Chatbot'
    | 'Me'
    | 'Persons'
    | 'Accounts'
    | 'Apps'
    | 'API keys'
    | 'Operation'
  summary: string
  description?: string
  params?: Params
  query?: Query
  /**
   * Converts a `text/csv` body to the input of `body`. The query belongs to this form of the body.
   * @throws ValidationFailed
   */
  fromCsv?(csv: string, query: z.output<Query>): unknown
  /** The body may hold a list of recipients, and thus more values than others. */
  isBulk?: true
  status?: 200 | 201 | 202
  data: Data
  /** Schema of the resource that an update changes, if GET answers more than the update. */
  resource?: z.ZodType
  /** The answer is a list: `data` is the schema of one item, and the handler returns a page. */
  list?: boolean
  /** Further media types of the success answer, by name. `handle` answers with them itself if `Accept` prefers them. */
  produces?: Record<string, ProducedType>
  /** The endpoint counts towards the plan. The answer's `quota` goes into the headers. */
  isMetered?: true
  /** The answer has a secret, which no cache may keep. */
  isSecret?: true
  /** Errors in addition to those of any endpoint. */
  errors: readonly ErrorCode[]
  handle(request: {
    ctx: Ctx
    params: z.output<Params>
    query: z.output<Query>
    body: z.output<Body>
    /** The Hono context, for input or output that is not JSON. */
    c: Context<ApiEnvironment>
  }): Promise<unknown>
}

/** An endpoint that can be added to the API. */
export interface Route {
  register(api: Hono<ApiEnvironment>, services: ApiServices): void
  /** Describes the endpoint for the reference. */
  describe(): DescribedRoute
}

const METHODS = {
  get: ['get'],
  post: ['post'],
  update: ['put', 'patch'],
  delete: ['delete'],
} as const satisfies Record<string, readonly HttpMethod[]>

/** Definition of a tenant's endpoint, with the rights that it asks for. */
export type TenantRouteDefinition<
  Params extends z.ZodObject,
  Query extends z.ZodObject,
  Body extends z.ZodType,
  Data extends z.ZodType,
> = RouteDefinition<AppContext, Params, Query, Body, Data> &
  Access<z.output<Params>, z.output<Query>, z.output<Body>>

/** Defines a tenant's route. The route's schema parses the answer, so that no other field is exposed. */
export function defineRoute<
  Params extends z.ZodObject = typeof nothing,
  Query extends z.ZodObject = typeof nothing,
  Body extends z.ZodType = typeof nothing,
  Data extends z.ZodType = typeof nothing,
>(definition: TenantRouteDefinition<Params, Query, Body, Data>): Route {
  const { reach } = definition
  return makeRoute<AppContext, Params, Query, Body, Data>(
    definition,
    (services, c) => ({
      ...services,
      ...repetitionOf(c),
      appId: c.get('appId'),
      keySessions: c.get('keyLimits').sessions,
    }),
    {
      scope: definition.scope,
      assertScope: (c) => assertScope(definition, c.get('keyLimits')),
      assertReach: (c, request) => {
        if (typeof reach === 'function') assertOpens(reach(request), c.get('keyLimits'))
      },
    },
  )
}

/** Defines a route of the management API, which sees all tenants. */
export function defineAdminRoute<
  Params extends z.ZodObject = typeof nothing,
  Query extends z.ZodObject = typeof nothing,
  Body extends z.ZodType = typeof nothing,
  Data extends z.ZodType = typeof nothing,
>(definition: RouteDefinition<AdminContext, Params, Query, Body, Data>): Route {
  return makeRoute(definition, (services, c) => ({ ...services, ...repetitionOf(c) }))
}

/** The checks of a key's limits, before and after the reading of the input. */
interface Gate<Params, Query, Body> {
  scope: KeyScope
  assertScope(c: Context<ApiEnvironment>): void
  assertReach(c: Context<ApiEnvironment>, request: { params: Params; query: Query; body: Body }): void
}

function repetitionOf(c: Context<ApiEnvironment>): Repeatable {
  return {
    seed: c.get('seed'),
    secretSeed: c.get('secretSeed'),
    isRepeated: c.get('isRepeated'),
    leaseUntil: c.get('leaseUntil'),
  }
}

function makeRoute<
  Ctx,
  Params extends z.ZodObject,
  Query extends z.ZodObject,
  Body extends z.ZodType,
  Data extends z.ZodType,
>(
  definition: RouteDefinition<Ctx, Params, Query, Body, Data>,
  contextOf: (services: ApiServices, c: Context<ApiEnvironment>) => Ctx,
  gate?: Gate<z.output<Params>, z.output<Query>, z.output<Body>>,
): Route {
  const { data, list, status = 200, isMetered, isSecret, handle } = definition
  // Built at first use, because a hundred routes would delay each cold start.
  const success = once(() => successOf(data, list))
  const methods: HttpMethod[] = [...METHODS[definition.method]]
  return {
    describe: () => ({
      ...definition,
      takesCsv: definition.fromCsv !== undefined,
      isTenants: gate !== undefined,
      scope: gate?.scope,
    }),
    register(api, services) {
      api.on(methods, definition.path.replace(/\{(\w+)\}/g, ':$1'), async (c) => {
        gate?.assertScope(c)
        const params = parseInput(definition.params ?? nothing, c.req.param()) as z.output<Params>
        const query = parseQuery(definition.query ?? nothing, c.req.url) as z.output<Query>
        const body = (await readInputBody(definition, c, query)) as z.output<Body>
        gate?.assertReach(c, { params, query, body })
        const answer = await withKnownOutcome(services, (observed) =>
          handle({ ctx: contextOf(observed, c), params, query, body, c }),
        )
        if (isSecret) forbidCaches(c, answer)
        if (answer instanceof Response) return answer
        if (isMetered) setQuota(c, answer)
        const shown = list ? pageBody(answer) : { data: answer }
        return c.json(success().parse({ success: true, ...shown }), status)
      })
    },
  }
}

/**
 * Reads and parses the body of a request.
 * @throws ValidationFailed, PayloadTooLarge
 */
async function readInputBody<
  Ctx,
  Params extends z.ZodObject,
  Query extends z.ZodObject,
  Body extends z.ZodType,
  Data extends z.ZodType,
>(
  definition: RouteDefinition<Ctx, Params, Query, Body, Data>,
  c: Context<ApiEnvironment>,
  query: z.output<Query>,
) {
  const { method, body = nothing, fromCsv, isBulk, data, resource = data } = definition
  // A client may send a GET with a body, which has no meaning.
  if (method === 'get') return {}
  if (fromCsv && isCsv(c)) return parseInput(body, fromCsv(await readCsv(c), query))
  const given = await readBody(c, isBulk)
  if (fromCsv) assertNoQuery(query)
  return parseInput(body, method === 'update' ? dropShownFields(given, resource, body) : given)
}

/**
 * Refuses the query of a CSV upload with another body, where the query has no effect.
 * @throws ValidationFailed
 */
function assertNoQuery(query: object): void {
  const details = Object.keys(query).map((path) => ({
    path,
    message: 'has no effect with a JSON body; give the field in the body',
  }))
  if (details.length > 0) throw new ValidationFailed({ details })
}

function forbidCaches(c: Context, answer: unknown): void {
  if (answer instanceof Response) answer.headers.set('cache-control', 'no-store')
  else c.header('cache-control', 'no-store')
}

function pageBody(answer: unknown) {
  const { items, pagination } = answer as { items: unknown[]; pagination: unknown }
  return { data: items, pagination }
}
