import { Hono } from 'hono'
import { authenticateAdmin } from '../middleware/authenticateAdmin.ts'
import { idempotency } from '../middleware/idempotency.ts'
import { limitByAddress } from '../middleware/limitRate.ts'
import type { ApiEnvironment, ApiServices } from '../services.ts'
import { adminRoutes } from './routes/index.ts'

/** Loads the committed document at its first request. */
const reference = async () =>
  (await import('../../../openapi.admin.json', { with: { type: 'json' } })).default

/**
 * Creates the management API, with a reference of its own. The tenants' reference does not show it.
 * @param onChange called after each request that may have changed a key, an app or an account, also after a failed one
 */
export function adminApi(
  services: ApiServices,
  adminToken: string,
  onChange: () => void,
): Hono<ApiEnvironment> {
  const api = new Hono<ApiEnvironment>()
  api.use(limitByAddress(services, 'admin'), authenticateAdmin(adminToken), idempotency(services))
  api.use(async (c, next) => {
    await next()
    if (c.req.method !== 'GET') onChange()
  })
  for (const route of adminRoutes) route.register(api, services)
  api.get('/openapi.json', async (c) => c.json(await reference()))
  return api
}
