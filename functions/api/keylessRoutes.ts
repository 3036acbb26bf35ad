import type { Context } from 'hono'
import { z } from 'zod'
import { docsPage } from './docsPage.ts'
import type { DescribedRoute } from './openapi/described.ts'
import type { ApiEnvironment, ApiServices } from './services.ts'

/** An endpoint without a key. Such an endpoint ignores its query, because monitors add parameters of their own. */
export interface KeylessRoute {
  path: string
  describe(): DescribedRoute
  handle(c: Context<ApiEnvironment>, services: ApiServices): Promise<Response>
}

/** Loads the committed document at its first request, so that a cold start does not read it. */
const reference = async () => (await import('../../openapi.json', { with: { type: 'json' } })).default

function healthOf(status: 'ok' | 'ready', id: string) {
  const example = { status }
  return z
    .object({ status: z.literal(status).meta({ description: 'Always the same value', example: status }) })
    .meta({ id, description: 'The gateway answers requests', example })
}

function defineKeylessRoute({
  handle,
  ...described
}: Pick<DescribedRoute, 'id' | 'path' | 'summary' | 'description' | 'errors' | 'only'> & {
  data?: z.ZodType
  handle: KeylessRoute['handle']
}): KeylessRoute {
  const fixed = { method: 'get', tag: 'Gateway', isOpen: true, isTenants: false, takesCsv: false } as const
  return {
    path: described.path,
    handle,
    describe: () => ({ data: z.never(), ...described, ...fixed }),
  }
}

/** The endpoints without a key that the reference lists. Each endpoint exists at the root and below /api/v1. */
export const keylessRoutes: readonly KeylessRoute[] = [
  defineKeylessRoute({
    id: 'gateway.health',
    path: '/health',
    summary: 'Check that the gateway answers',
    description: 'Reads nothing from the database.',
    data: healthOf('ok', 'Health'),
    errors: [],
    handle: async (c) => c.json({ success: true, data: { status: 'ok' } }),
  }),
  defineKeylessRoute({
    id: 'gateway.readiness',
    path: '/health/ready',
    summary: 'Check that the gateway reaches its database',
    description: 'Answers 503 while the database cannot be reached.',
    data: healthOf('ready', 'Readiness'),
    errors: ['SERVICE_UNAVAILABLE'],
    handle: async (c, services) => {
      await services.pingDatabase()
      return c.json({ success: true, data: { status: 'ready' } })
    },
  }),
  defineKeylessRoute({
    id: 'gateway.reference',
    path: '/openapi.json',
    summary: 'Get this document',
    description: 'Answers the OpenAPI document of the API, without the envelope.',
    only: { 'application/json': { description: 'The document', schema: { type: 'object' } } },
    errors: [],
    handle: async (c) => c.json(await reference()),
  }),
  defineKeylessRoute({
    id: 'gateway.docs',
    path: '/docs',
    summary: 'Read this document as a page',
    description: 'Answers an HTML page, which sends requests with your API key.',
    only: { 'text/html': { description: 'The page', schema: { type: 'string' } } },
    errors: [],
    handle: async (c) => c.html(docsPage(c.req.path)),
  }),
]
