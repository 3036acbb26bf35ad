import { Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { except } from 'hono/combine'
import { matchedRoutes } from 'hono/route'
import { type ErrorCode, SandboxError } from '../errors.ts'
import type { Parts } from '../world.ts'
import { channelRoutes } from './channels.ts'
import { groupRoutes } from './groups.ts'
import { messageRoutes } from './messages.ts'
import { mockPhoneRoutes } from './mock-phone.ts'
import { networkRoutes } from './network.ts'
import { phoneRoutes } from './phones.ts'

/** The limit of a body that the sandbox holds in memory. A larger file needs a raw body. */
const MAX_JSON_BYTES = 32 * 1024 * 1024

const limitBody = bodyLimit({
  maxSize: MAX_JSON_BYTES,
  onError: () => {
    throw new SandboxError(
      'body_too_large',
      'The body is larger than 32 MiB. Send a large file raw to POST /phones/:phone/media.',
    )
  },
})

/** All parts that the routes use. */
type ControlParts = Parts<'log'> &
  Parameters<typeof phoneRoutes>[0] &
  Parameters<typeof messageRoutes>[0] &
  Parameters<typeof channelRoutes>[0] &
  Parameters<typeof groupRoutes>[0] &
  Parameters<typeof networkRoutes>[0] &
  Parameters<typeof mockPhoneRoutes>[0]

/** Creates the HTTP control API. Each failure returns `{error:{code,message}}`. */
export function controlApi(world: ControlParts): Hono {
  const app = new Hono()
  app.use(except('/phones/:phone/media', limitBody))
  app.route('/phones', phoneRoutes(world))
  app.route('/phones', messageRoutes(world))
  app.route('/phones', groupRoutes(world))
  app.route('/phones', channelRoutes(world))
  app.route('/network', networkRoutes(world))
  app.route('/admin/mock-phone', mockPhoneRoutes(world))
  // The script of web.whatsapp.com, from which clients read the current version.
  app.get('/sw.js', (c) => c.body(world.versions.page(), 200, { 'content-type': 'text/javascript' }))
  app.notFound((c) =>
    c.json(failure('unknown_route', `There is no route ${c.req.method} ${c.req.path}.`), 404),
  )
  app.onError((error, c) => {
    if (error instanceof SandboxError) return c.json(failure(error.code, error.message), error.status)
    world.log.error({ error, route: matchedRoutes(c).at(-1)?.path }, 'the control API failed')
    return c.json({ error: { code: 'internal', message: 'The sandbox failed. Its log has the cause.' } }, 500)
  })
  return app
}

function failure(code: ErrorCode, message: string) {
  return { error: { code, message } }
}
