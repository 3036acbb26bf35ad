import { Hono } from 'hono'
import type { Service } from './service.ts'

/** Creates `/v2/events`, which lists the log entries, newest first. The SDK names the route `logs`. */
export function logRoutes({ logs }: Service): Hono {
  const app = new Hono()
  app.get('/events', (c) => c.json({ events: logs.list() }))
  return app
}
