import { Hono } from 'hono'
import { NotFound } from '#shared/errors/index.ts'
import { newId } from '#shared/ids.ts'
import type { Logger } from '#shared/logger.ts'
import { runtimeBindingsOf } from '../http/index.ts'
import type { CountCaller } from './middleware/limitRate.ts'
import { answerError } from './middleware/onError.ts'
import type { ApiEnvironment } from './services.ts'

/**
 * Creates an app with a request id and error handling. A path with a trailing slash is the same path without the slash.
 * @param count counts a request that no route counts
 */
export function createShell(log: Logger, count: CountCaller): Hono<ApiEnvironment> {
  const api = new Hono<ApiEnvironment>({ strict: false })
  api.use(async (c, next) => {
    const requestId = newId('request')
    c.set('requestId', requestId)
    c.header('X-Request-Id', requestId)
    const { fault } = runtimeBindingsOf(c)
    if (fault) {
      await count(c)
      throw fault
    }
    try {
      await next()
    } catch (thrown) {
      if (thrown instanceof Error) throw thrown
      // Hono handles only Errors. Neon's driver rejects with the WebSocket's event if it cannot connect.
      throw new Error('A value was thrown that is not an Error', { cause: thrown })
    }
  })
  api.onError(answerError(log))
  api.notFound(async (c) => {
    if (!c.get('isCounted')) await count(c)
    throw new NotFound({ what: 'Route', id: `${c.req.method} ${c.req.path}` })
  })
  return api
}
