import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { Hono } from 'hono'
import { secureHeaders } from 'hono/secure-headers'
import { keylessRoutes } from './keylessRoutes.ts'
import { limitByAddress } from './middleware/limitRate.ts'
import type { ApiEnvironment, ApiServices } from './services.ts'

const resolveFile = createRequire(import.meta.url).resolve
const PAGE_FILES: Record<string, string> = {
  'swagger-ui.css': 'text/css; charset=utf-8',
  'swagger-ui-bundle.js': 'text/javascript; charset=utf-8',
}

/**
 * The key stays in the page's memory, because scripts of the same origin can read localStorage. The first line removes keys of
 * earlier versions.
 */
const START_SCRIPT = `localStorage.removeItem('authorized')
SwaggerUIBundle({
  url: new URL('../openapi.json', document.currentScript.src).href,
  dom_id: '#reference',
  deepLinking: true,
  persistAuthorization: false,
  docExpansion: 'list',
})
`

/** The page runs only its own scripts, calls only this API, and cannot be framed. */
const PAGE_HEADERS = {
  contentSecurityPolicy: {
    defaultSrc: ["'none'"],
    scriptSrc: ["'self'"],
    // Swagger UI writes style attributes.
    styleSrc: ["'self'", "'unsafe-inline'"],
    imgSrc: ["'self'", 'data:'],
    fontSrc: ["'self'", 'data:'],
    connectSrc: ["'self'"],
    baseUri: ["'none'"],
    formAction: ["'none'"],
    frameAncestors: ["'none'"],
  },
  xFrameOptions: 'DENY',
  // The owner of the domain decides on HTTPS for the whole domain.
  strictTransportSecurity: false,
}

/**
 * Creates the routes without authentication: health, and the reference as JSON and as a page. The page loads no external files.
 */
export function publicRoutes(services: ApiServices): Hono<ApiEnvironment> {
  const limited = limitByAddress(services)
  const api = new Hono<ApiEnvironment>().use('/docs/*', secureHeaders(PAGE_HEADERS))
  for (const { path, handle } of keylessRoutes) api.get(path, limited, (c) => handle(c, services))
  return api
    .get('/docs/start.js', limited, (c) => {
      return c.body(START_SCRIPT, 200, { 'content-type': 'text/javascript; charset=utf-8' })
    })
    .get('/docs/:file', limited, async (c, next) => {
      const file = c.req.param('file')
      const type = Object.hasOwn(PAGE_FILES, file) ? PAGE_FILES[file] : undefined
      if (!type) return await next()
      const bytes = await readFile(resolveFile(`swagger-ui-dist/${file}`))
      return c.body(bytes, 200, { 'content-type': type, 'cache-control': 'public, max-age=86400' })
    })
}
