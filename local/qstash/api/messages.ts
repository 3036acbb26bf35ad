import { Hono } from 'hono'
import { QStashError } from '../errors.ts'
import { viewMessage } from '../settings/message.ts'
import { readFilter } from './filter.ts'
import type { Service } from './service.ts'

/** `/v2/messages`: messages on their way, and `/v2/events`: what happened to them. */
export function messageRoutes({ store, deliveries, logs }: Service): Hono {
  const app = new Hono()
  app.get('/messages/:id', (c) => {
    const message = store.messages.get(c.req.param('id'))
    if (!message) throw notFound(c.req.param('id'))
    return c.json(viewMessage(message, Buffer.from(store.bodies.get(message.messageId) ?? '', 'base64')))
  })
  app.delete('/messages/:id', async (c) => {
    if (!deliveries.cancel(c.req.param('id'))) throw notFound(c.req.param('id'))
    await store.flushed()
    return c.json({ cancelled: 1 })
  })
  app.delete('/messages', async (c) => {
    const { fits } = readFilter(c.req.url)
    const meant = store.messages.values().filter((message) => fits(viewMessage(message)))
    for (const { messageId } of meant) deliveries.cancel(messageId)
    await store.flushed()
    return c.json({ cancelled: meant.length })
  })
  app.get('/events', (c) => {
    const { fits, count, cursor } = readFilter(c.req.url)
    return c.json(logs.list(fits, count, cursor))
  })
  return app
}

function notFound(messageId: string): QStashError {
  return new QStashError(404, `message ${messageId} not found`)
}
