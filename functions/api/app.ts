import { Hono } from 'hono'
import { NotFound } from '#shared/errors/index.ts'
import { newId } from '#shared/ids.ts'
import { adminApi } from './admin/index.ts'
import { authenticate } from './middleware/authenticate.ts'
import { clientAddress } from './middleware/clientAddress.ts'
import { idempotency } from './middleware/idempotency.ts'
import { limitRate } from './middleware/limitRate.ts'
import { answerError } from './middleware/onError.ts'
import { openRoutes } from './open.ts'
import { routes } from './routes/index.ts'
import type { ApiEnvironment, ApiServices } from './services.ts'

/** The REST API: the same app object runs in Lambda and under Node's HTTP server. */
export function createApi(services: ApiServices): Hono<ApiEnvironment> {
  const app = new Hono<ApiEnvironment>()
  app.use(async (c, next) => {
    const requestId = newId('request')
    c.set('requestId', requestId)
    c.header('X-Request-Id', requestId)
    try {
      await next()
    } catch (thrown) {
      if (thrown instanceof Error) throw thrown
      // Hono hands what is none to nobody. Neon's driver rejects with the WebSocket's event where it can't connect.
      throw new Error('Something was thrown that is no Error', { cause: thrown })
    }
  })
  app.onError(answerError(services.log))
  app.notFound(async (c) => {
    if (!c.get('isCounted')) await limitRate(c, services, `ip:${clientAddress(c, services)}`)
    throw new NotFound({ what: 'Route', id: `${c.req.method} ${c.req.path}` })
  })

  const v1 = new Hono<ApiEnvironment>()
  const open = openRoutes(services)
  app.route('/', open)
  app.route('/api/v1', open)
  v1.use(authenticate(services), idempotency(services))
  for (const route of routes) route.register(v1, services)
  app.route('/api/v1', v1)

  const { adminToken } = services.settings
  if (adminToken !== undefined) app.route('/admin/v1', adminApi(services, adminToken))
  return app
}
