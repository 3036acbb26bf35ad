import { Hono } from 'hono'
import { QStashError } from '../errors.ts'
import { type DeadLetter, viewDeadLetter } from '../state/deadLetters.ts'
import { type Filter, readFilter } from './filter.ts'
import type { Service } from './service.ts'

/** `/v2/dlq`: what failed for good. The newest comes first. */
export function deadLetterRoutes({ store, deliveries, clock }: Service): Hono {
  const app = new Hono()
  const find = (dlqId: string): DeadLetter => {
    const letter = store.deadLetters.get(dlqId)
    if (!letter) throw new QStashError(404, `dlq message ${dlqId} not found`)
    return letter
  }
  app.get('/', (c) => {
    const { letters, cursor } = pageOf(store.deadLetters.values(), readFilter(c.req.url))
    return c.json({ messages: letters.map(viewDeadLetter), ...cursor })
  })
  app.get('/:id', (c) => c.json(viewDeadLetter(find(c.req.param('id')))))
  app.delete('/', async (c) => {
    // What is deleted makes room for the rest: the next page is the first again.
    const filter = { ...readFilter(c.req.url), cursor: undefined }
    const { letters, cursor } = pageOf(store.deadLetters.values(), filter)
    for (const { dlqId } of letters) store.deadLetters.delete(dlqId)
    await store.flushed()
    return c.json({ deleted: letters.length, ...cursor })
  })
  app.delete('/:id', async (c) => {
    store.deadLetters.delete(find(c.req.param('id')).dlqId)
    await store.flushed()
    return c.body(null, 200)
  })
  app.post('/retry', async (c) => {
    const filter = { ...readFilter(c.req.url), cursor: undefined }
    const { letters, cursor } = pageOf(store.deadLetters.values(), filter)
    const responses = letters.map(({ dlqId, body, message: { messageId: _, ...message } }) => {
      store.deadLetters.delete(dlqId)
      const again = { ...message, retried: 0, createdAt: clock.now(), notBefore: clock.now() }
      return { messageId: deliveries.accept(again, Buffer.from(body, 'base64')).messageId }
    })
    await store.flushed()
    return c.json({ responses, ...cursor })
  })
  return app
}

function pageOf(
  letters: DeadLetter[],
  { fits, count, cursor = 0 }: Filter,
): { letters: DeadLetter[]; cursor: { cursor?: string } } {
  const meant = letters.reverse().filter((letter) => fits(viewDeadLetter(letter)))
  const end = cursor + count
  return { letters: meant.slice(cursor, end), cursor: end < meant.length ? { cursor: String(end) } : {} }
}
