import type { OpenAPIHono } from '@hono/zod-openapi'
import { once } from '#shared/once.ts'
import type { Route } from './route.ts'

export interface ReferenceOptions {
  /** Head of the document. */
  description: Parameters<OpenAPIHono['getOpenAPI31Document']>[0]
  routes(): Promise<readonly Route[]>
  /** Prefix of each route's path. */
  base?: string
  securitySchemes: Record<string, { type: 'apiKey' | 'http'; in?: 'header'; name?: string; scheme?: string }>
}

/**
 * Creates the OpenAPI document at its first request. A cold start for a send neither builds the document nor loads its libraries.
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
