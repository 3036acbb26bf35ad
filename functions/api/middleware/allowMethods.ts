import type { Hono, MiddlewareHandler } from 'hono'
import { METHOD_NAME_ALL } from 'hono/router'
import { MethodNotAllowed, NotFound } from '#shared/errors/index.ts'
import { once } from '#shared/once.ts'
import { PathTable } from '../pathTable.ts'
import type { ApiEnvironment } from '../services.ts'
import type { CountCaller } from './limitRate.ts'

/** The order of `Allow`, and the answer to `OPTIONS *`, which asks for the methods of the server. */
const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']
/** The path of `OPTIONS *` in a URL. */
const ANY_PATH = '/*'

/**
 * Creates two checks of the paths and methods of an app. The routes of the app are the only list of methods.
 * @param count counts OPTIONS and refused methods
 */
export function methodChecks(api: Hono<ApiEnvironment>, count: CountCaller) {
  // The routes are complete at the first request.
  const table = once(() => new PathTable(api.routes.filter(({ method }) => method !== METHOD_NAME_ALL)))

  /**
   * Answers OPTIONS, and refuses a method that the path does not have. This check precedes the authentication, because the
   * reference is public.
   * @throws MethodNotAllowed; NotFound for OPTIONS of an unknown path
   */
  const allowMethods: MiddlewareHandler<ApiEnvironment> = async (c, next) => {
    const { method, path } = c.req
    const known = table().methodsOf(path)
    if (method !== 'OPTIONS' && (!known || known.has(method === 'HEAD' ? 'GET' : method))) return await next()
    await count(c)
    const allowed = path === ANY_PATH ? METHODS : known && allowedOf(known)
    if (!allowed) throw new NotFound({ what: 'Route', id: `${method} ${path}` })
    if (method !== 'OPTIONS') throw new MethodNotAllowed({ method, allowed })
    return c.body(null, 204, { Allow: allowed.join(', ') })
  }

  /**
   * Refuses a path that the table does not have. The router would read an id from a segment such as `send`.
   * @throws NotFound
   */
  const refuseUnknown: MiddlewareHandler<ApiEnvironment> = async (c, next) => {
    const { method, path } = c.req
    if (!table().methodsOf(path)) throw new NotFound({ what: 'Route', id: `${method} ${path}` })
    await next()
  }
  return { allowMethods, refuseUnknown }
}

function allowedOf(known: ReadonlySet<string>): string[] {
  return METHODS.filter(
    (method) => method === 'OPTIONS' || known.has(method) || (method === 'HEAD' && known.has('GET')),
  )
}
