import { Hono } from 'hono'
import { z } from 'zod'
import { faultsBody } from '../server/faults.ts'
import { streamError } from '../server/nodes.ts'
import type { Version } from '../server/versions.ts'
import type { Parts } from '../world.ts'
import { phoneNumber, readBody } from './body.ts'

/** A client's version, as text. */
const version = z
  .string()
  .regex(/^\d{1,9}\.\d{1,9}\.\d{1,10}$/, 'Expected a version such as 2.3000.1043857760.')
  .transform((text): Version => {
    const [primary = 0, secondary = 0, tertiary = 0] = text.split('.').map(Number)
    return [primary, secondary, tertiary]
  })
const versionBody = z.strictObject({ minimum: version, current: version }).partial()
const dropBody = z.strictObject({ phone: phoneNumber.optional() })

/** Creates the routes of `/network`: cut connections and injected faults. */
export function networkRoutes(world: Parts<'faults' | 'phones' | 'sessions' | 'versions'>): Hono {
  const app = new Hono()
  const list = () => ({ faults: world.faults.list() })

  app.post('/drop', async (c) => {
    const { phone } = await readBody(c.req.raw, dropBody)
    if (phone !== undefined) world.phones.get(phone)
    const sessions = world.sessions.of(phone)
    for (const session of sessions) session.cut()
    return c.json({ dropped: sessions.length })
  })
  const versions = () => ({
    minimum: world.versions.minimum.join('.'),
    current: world.versions.current.join('.'),
  })
  app.get('/version', (c) => c.json(versions()))
  app.put('/version', async (c) => {
    const { minimum, current } = await readBody(c.req.raw, versionBody)
    if (minimum) world.versions.minimum = minimum
    if (current) world.versions.current = current
    return c.json(versions())
  })
  app.post('/faults', async (c) => {
    world.faults.set(await readBody(c.req.raw, faultsBody))
    breakStreams(world)
    return c.json(list(), 201)
  })
  app.get('/faults', (c) => c.json(list()))
  app.delete('/faults', (c) => {
    world.faults.clear()
    return c.json(list())
  })
  return app
}

/**
 * Sends the fault `streamError` to connected sessions at once, because a stream error needs no stanza of the
 * client. A fault that happens once ends all sockets of an account.
 */
function breakStreams(world: Parts<'faults' | 'sessions'>): void {
  for (const phone of new Set(world.sessions.of().map(({ address }) => address.phone))) {
    const code = world.faults.take('streamError', phone)
    if (code === undefined) continue
    for (const session of world.sessions.of(phone)) session.end(streamError(code))
  }
}
