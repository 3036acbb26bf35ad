import { Hono } from 'hono'
import { destinationOf } from './publish.ts'
import type { Service } from './service.ts'

/** `/v2/schedules`. */
export function scheduleRoutes({ schedules, store }: Service): Hono {
  const app = new Hono()
  app.get('/', (c) => c.json(store.schedules.values().map((schedule) => schedules.view(schedule))))
  app.get('/:id', (c) => c.json(schedules.view(schedules.get(c.req.param('id')))))
  app.delete('/:id', async (c) => {
    store.schedules.delete(schedules.get(c.req.param('id')).scheduleId)
    await store.flushed()
    return c.body(null, 200)
  })
  for (const [verb, isPaused] of [
    ['pause', true],
    ['resume', false],
  ] as const) {
    app.patch(`/:id/${verb}`, async (c) => {
      schedules.setPaused(c.req.param('id'), isPaused)
      await store.flushed()
      return c.body(null, 200)
    })
  }
  app.post('/*', async (c) => {
    const body = Buffer.from(await c.req.arrayBuffer())
    const destination = destinationOf(c.req.url, '/v2/schedules/')
    const { scheduleId } = schedules.create(destination, c.req.raw.headers, body)
    await store.flushed()
    return c.json({ scheduleId })
  })
  return app
}
