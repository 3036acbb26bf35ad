import type { Context } from 'hono'
import { createMiddleware } from 'hono/factory'
import { tryWakeSweeps } from '#shared/domain/sleep/index.ts'
import type { ApiEnvironment, ApiServices } from '../services.ts'

const READING: readonly string[] = ['GET', 'HEAD', 'OPTIONS']

/**
 * Starts the sweeps of each minute after a request that may leave work for the sweeper, such as a deletion. The sweeps start after the
 * change, also after a failed one, because the failure may follow the commit.
 * @param isAsleep tells whether the sweeps do not run
 */
export function wakeSweeper(
  services: ApiServices,
  isAsleep: (c: Context<ApiEnvironment>) => boolean | Promise<boolean>,
) {
  return createMiddleware<ApiEnvironment>(async (c, next) => {
    try {
      await next()
    } finally {
      if (!READING.includes(c.req.method) && (await isAsleep(c))) await tryWakeSweeps({ ctx: services })
    }
  })
}
