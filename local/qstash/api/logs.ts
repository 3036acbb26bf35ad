import { Hono } from 'hono'
import type { Service } from './service.ts'

/** `/v2/events`: the newest log entries first. The SDK names the route `logs`. */
export function logRoutes({ logs }: Service): Hono {
  const app = new Hono()
  app.get('/events', (c) => c.json({ events: logs.list() }))
  return app
}
