import { Hono } from 'hono'
import { z } from 'zod'
import { QStashError } from '../errors.ts'
import { readSettings, type Settings } from '../settings/settings.ts'
import { deduplicationId, findDuplicate, rememberDuplicate } from '../state/duplicates.ts'
import { failOnDemand } from './faults.ts'
import type { Service } from './service.ts'

/** The largest message of QStash's free plan, in bytes. */
const MAX_BODY_BYTES = 1024 * 1024

const batchBody = z.array(
  z.object({
    destination: z.string(),
    headers: z.record(z.string(), z.string()).default({}),
    body: z.string().default(''),
    queue: z.undefined('queues are not supported').optional(),
  }),
)

interface Publish {
  settings: Settings
  headers: Headers
  body: Buffer
}

/** Creates `/v2/publish/URL` and `/v2/batch`. The answer waits until the accepted messages are in the file. */
export function publishRoutes(service: Service): Hono {
  const { store, clock } = service
  const app = new Hono()
  app.use('/publish/*', failOnDemand(service))
  app.use('/batch', failOnDemand(service))
  app.post('/publish/*', async (c) => {
    const body = Buffer.from(await c.req.arrayBuffer())
    const url = destinationOf(c.req.url, '/v2/publish/')
    const answer = accept(service, read(url, c.req.raw.headers, body, clock.now()))
    await store.flushed()
    return c.json(answer, answer.deduplicated ? 202 : 200)
  })
  app.post('/batch', async (c) => {
    const parsed = batchBody.safeParse(await c.req.json().catch(() => undefined))
    if (!parsed.success) throw new QStashError(400, `invalid batch: ${z.prettifyError(parsed.error)}`)
    const now = clock.now()
    const answers = parsed.data.map(({ destination, headers, body }) => {
      try {
        return accept(service, read(destination, readHeaders(headers), Buffer.from(body), now))
      } catch (error) {
        // A refused message does not prevent the delivery of the other messages.
        if (error instanceof QStashError) return { error: error.message }
        throw error
      }
    })
    await store.flushed()
    return c.json(answers)
  })
  return app
}

/** Returns the destination, which stands unencoded in the path, with its own query. */
function destinationOf(requestUrl: string, route: string): string {
  return requestUrl.slice(requestUrl.indexOf(route) + route.length)
}

function read(url: string, headers: Headers, body: Buffer, now: number): Publish {
  if (body.length > MAX_BODY_BYTES) {
    throw new QStashError(413, `message size ${body.length} exceeds the limit of ${MAX_BODY_BYTES} bytes`)
  }
  return { settings: readSettings(url, headers, now), headers, body }
}

function readHeaders(headers: Record<string, string>): Headers {
  try {
    return new Headers(headers)
  } catch (error) {
    throw new QStashError(400, `invalid headers: ${String(error)}`)
  }
}

function accept({ store, deliveries, clock }: Service, { settings, headers, body }: Publish) {
  const id = deduplicationId(headers)
  const known = id && findDuplicate(store, id, clock.now())
  if (known) return { messageId: known, url: settings.url, deduplicated: true }
  const { messageId } = deliveries.accept(settings, body)
  if (id) rememberDuplicate(store, id, messageId, clock.now())
  return { messageId, url: settings.url, deduplicated: false }
}
