import { Hono } from 'hono'
import { limitBody } from '../../httpServer.ts'
import { QStashError } from '../errors.ts'
import { testRoutes } from './faults.ts'
import { logRoutes } from './logs.ts'
import { publishRoutes } from './publish.ts'
import type { Service } from './service.ts'

/** The largest message of QStash's largest plan, in bytes. */
const MAX_BODY_BYTES = 50 * 1024 * 1024

/** Creates QStash's HTTP API, with additional routes for tests. Each failure answers `{error}`. */
export function createApp(service: Service): Hono {
  const app = new Hono()
  const authorization = `Bearer ${service.store.secrets.token}`
  app.use('/v2/*', async (c, next) => {
    if (c.req.header('authorization') !== authorization) {
      throw new QStashError(401, 'unable to authenticate: invalid token')
    }
    await next()
  })
  app.use(limitBody(MAX_BODY_BYTES))
  app.route('/v2', publishRoutes(service))
  app.route('/v2', logRoutes(service))
  app.route('/', testRoutes(service))
  app.notFound((c) => c.json({ error: `the stand-in has no ${c.req.method} ${c.req.path}` }, 404))
  app.onError((error, c) => {
    if (error instanceof QStashError) return c.json({ error: error.message }, error.status)
    return c.json({ error: `the stand-in failed: ${error.message}` }, 500)
  })
  return app
}
