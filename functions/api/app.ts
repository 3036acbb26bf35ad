import type { Handler, Hono } from 'hono'
import { once } from '#shared/once.ts'
import { methodChecks } from './middleware/allowMethods.ts'
import { ApiKeyCache } from './middleware/apiKeyCache.ts'
import { authenticate } from './middleware/authenticate.ts'
import { answerPreflight } from './middleware/cors.ts'
import { idempotency } from './middleware/idempotency.ts'
import { countByAddress } from './middleware/limitRate.ts'
import { refuseEncodedBody } from './middleware/refuseEncodedBody.ts'
import { wakeSweeper } from './middleware/wakeSweeper.ts'
import { publicRoutes } from './publicRoutes.ts'
import type { Route } from './route.ts'
import { eagerRoutes, lazyRoutes } from './routes/index.ts'
import type { ApiEnvironment, ApiServices } from './services.ts'
import { createShell } from './shell.ts'

type Api = Hono<ApiEnvironment>

/**
 * Creates the REST API, which runs in Lambda and under Node's HTTP server. Rarely used routes are separate apps that are created
 * with their first request.
 */
export function createApi(services: ApiServices): Api {
  const keyCache = new ApiKeyCache()
  const identify = authenticate(services, keyCache)
  const wake = wakeSweeper(services, (c) => c.get('isAsleep'))
  const repeat = idempotency(services)
  const count = countByAddress(services)
  const preflight = answerPreflight(services, count)
  const newShell = () => createShell(services.log, count)
  const addRoutes = (to: Api, routes: readonly Route[], open?: Api) => {
    const { allowMethods, refuseUnknown } = methodChecks(to, count)
    to.use(preflight, allowMethods)
    if (open) to.route('/', open).route('/api/v1', open)
    const v1 = to.basePath('/api/v1')
    v1.use(identify, refuseUnknown, refuseEncodedBody, wake, repeat)
    for (const route of routes) route.register(v1, services)
    return to
  }

  const app = newShell()
  // Lazy routes come first, because their apps check methods and callers themselves.
  for (const [segment, load] of Object.entries(lazyRoutes))
    app.all(
      `/api/v1/${segment}/*`,
      lazyApp(async () => addRoutes(newShell(), await load())),
    )
  const { adminToken } = services.settings
  if (adminToken !== undefined)
    app.all(
      '/admin/v1/*',
      lazyApp(async () => {
        const { adminApi } = await import('./admin/index.ts')
        const shell = newShell()
        const { allowMethods, refuseUnknown } = methodChecks(shell, countByAddress(services, 'admin'))
        return shell
          .use(allowMethods)
          .route(
            '/admin/v1',
            adminApi(services, { adminToken, refuseUnknown, onChange: () => keyCache.clear() }),
          )
      }),
    )
  return addRoutes(app, eagerRoutes, publicRoutes(services))
}

/** Forwards requests unchanged to an app that is created with the first request. */
function lazyApp(make: () => Promise<Api>): Handler<ApiEnvironment> {
  const made = once(make)
  return async (c) => (await made()).fetch(c.req.raw, c.env)
}
