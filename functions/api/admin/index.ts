import { Hono, type MiddlewareHandler } from 'hono'
import { isAsleep } from '#shared/domain/sleep/index.ts'
import { authenticateAdmin } from '../middleware/authenticateAdmin.ts'
import { idempotency } from '../middleware/idempotency.ts'
import { limitByAddress } from '../middleware/limitRate.ts'
import { refuseEncodedBody } from '../middleware/refuseEncodedBody.ts'
import { wakeSweeper } from '../middleware/wakeSweeper.ts'
import type { ApiEnvironment, ApiServices } from '../services.ts'
import { adminRoutes } from './routes/index.ts'

/** Loads the committed document at its first request. */
const reference = async () =>
  (await import('../../../openapi.admin.json', { with: { type: 'json' } })).default

export interface AdminOptions {
  adminToken: string
  /** Refuses paths that the table of the management API does not have. */
  refuseUnknown: MiddlewareHandler<ApiEnvironment>
  /** Called after each request that may have changed a key, an app or an account, also after a failed one. */
  onChange(): void
}

/** Creates the management API, with a reference of its own. The tenants' reference does not show it. */
export function adminApi(
  services: ApiServices,
  { adminToken, refuseUnknown, onChange }: AdminOptions,
): Hono<ApiEnvironment> {
  const api = new Hono<ApiEnvironment>()
  api.use(limitByAddress(services, 'admin'), authenticateAdmin(adminToken), refuseUnknown)
  const wake = wakeSweeper(services, () => isAsleep({ ctx: services }))
  api.use(refuseEncodedBody, wake, idempotency(services))
  api.use(async (c, next) => {
    await next()
    if (c.req.method !== 'GET') onChange()
  })
  for (const route of adminRoutes) route.register(api, services)
  api.get('/openapi.json', async (c) => c.json(await reference()))
  return api
}
