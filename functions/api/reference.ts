import type { OpenAPIHono } from '@hono/zod-openapi'
import { once } from '#shared/once.ts'
import type { Route } from './route.ts'

export interface ReferenceOptions {
  /** What stands above the routes. */
  description: Parameters<OpenAPIHono['getOpenAPI31Document']>[0]
  routes(): Promise<readonly Route[]>
  /** Goes before the path of each route. */
  base?: string
  securitySchemes: Record<string, { type: 'apiKey' | 'http'; in?: 'header'; name?: string; scheme?: string }>
}

/**
 * The OpenAPI document of routes, made when it is first asked for: a function that starts for a send should not wait for it, nor
 * load what makes it.
 */
export function createReference(options: ReferenceOptions): () => Promise<object> {
  return once(() => makeDocument(options))
}

async function makeDocument({ description, routes, base = '', securitySchemes }: ReferenceOptions) {
  const { OpenAPIHono } = await import('@hono/zod-openapi')
  const api = new OpenAPIHono()
  for (const config of (await routes()).flatMap((route) => route.describe()))
    api.openAPIRegistry.registerPath({ ...config, path: base + config.path })
  for (const [name, scheme] of Object.entries(securitySchemes))
    api.openAPIRegistry.registerComponent('securitySchemes', name, scheme)
  return api.getOpenAPI31Document(description)
}
