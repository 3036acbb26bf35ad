import { type Handler, Hono } from 'hono'
import { NotFound } from '#shared/errors/index.ts'
import { newId } from '#shared/ids.ts'
import { once } from '#shared/once.ts'
import { ApiKeyCache } from './middleware/apiKeyCache.ts'
import { authenticate } from './middleware/authenticate.ts'
import { clientAddress } from './middleware/clientAddress.ts'
import { idempotency } from './middleware/idempotency.ts'
import { limitRate } from './middleware/limitRate.ts'
import { answerError } from './middleware/onError.ts'
import { publicRoutes } from './publicRoutes.ts'
import type { Route } from './route.ts'
import { eagerRoutes, lazyRoutes } from './routes/index.ts'
import type { ApiEnvironment, ApiServices } from './services.ts'

type Api = Hono<ApiEnvironment>

/**
 * Creates the REST API, which runs in Lambda and under Node's HTTP server. Rarely used routes are separate apps that are created
 * with their first request.
 */
export function createApi(services: ApiServices): Api {
  const keyCache = new ApiKeyCache()
  const forTenants = [authenticate(services, keyCache), idempotency(services)] as const
  const addRoutes = (to: Api, routes: readonly Route[]) => {
    const v1 = to.basePath('/api/v1')
    v1.use(...forTenants)
    for (const route of routes) route.register(v1, services)
    return to
  }

  const app = createShell(services)
  // Lazy routes come first, because their apps authenticate the callers themselves.
  for (const [segment, load] of Object.entries(lazyRoutes))
    app.all(
      `/api/v1/${segment}/*`,
      lazyApp(async () => addRoutes(createShell(services), await load())),
    )
  const { adminToken } = services.settings
  if (adminToken !== undefined)
    app.all(
      '/admin/v1/*',
      lazyApp(async () => {
        const { adminApi } = await import('./admin/index.ts')
        return createShell(services).route(
          '/admin/v1',
          adminApi(services, adminToken, () => keyCache.clear()),
        )
      }),
    )

  const publicApi = publicRoutes(services)
  app.route('/', publicApi)
  app.route('/api/v1', publicApi)
  return addRoutes(app, eagerRoutes)
}

/** Creates an app with a request id and error handling. */
function createShell(services: ApiServices): Api {
  const api: Api = new Hono()
  api.use(async (c, next) => {
    const requestId = newId('request')
    c.set('requestId', requestId)
    c.header('X-Request-Id', requestId)
    try {
      await next()
    } catch (thrown) {
      if (thrown instanceof Error) throw thrown
      // Hono handles only Errors. Neon's driver rejects with the WebSocket's event if it cannot connect.
      throw new Error('A value was thrown that is not an Error', { cause: thrown })
    }
  })
  api.onError(answerError(services.log))
  api.notFound(async (c) => {
    if (!c.get('isCounted')) await limitRate(c, services, `ip:${clientAddress(c, services)}`)
    throw new NotFound({ what: 'Route', id: `${c.req.method} ${c.req.path}` })
  })
  return api
}

/** Forwards requests unchanged to an app that is created with the first request. */
function lazyApp(make: () => Promise<Api>): Handler<ApiEnvironment> {
  const made = once(make)
  return async (c) => (await made()).fetch(c.req.raw, c.env)
}
