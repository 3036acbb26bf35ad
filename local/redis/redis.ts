import { randomBytes } from 'node:crypto'
import type { AddressInfo } from 'node:net'
import { type ServerType, serve } from '@hono/node-server'
import { Hono } from 'hono'
import RedisMock from 'ioredis-mock'
import { z } from 'zod'
import { limitBody, SERVER_TIMEOUTS } from '../httpServer.ts'
import { run } from './commands.ts'
import { encodeReply } from './encode.ts'
import { Scripts } from './scripts.ts'

/** A Redis behind Upstash's REST API, in memory. */
export interface LocalRedis {
  /** The variables with which the functions reach this Redis. */
  environment: { UPSTASH_REDIS_REST_URL: string; UPSTASH_REDIS_REST_TOKEN: string }
  /** Stops the server, and closes all connections. */
  stop(): Promise<void>
}

const HOST = '127.0.0.1'
const MAX_BODY_BYTES = 1024 * 1024
const commandSchema = z.array(z.union([z.string(), z.number(), z.boolean(), z.null()])).min(1)

/** Starts a Redis on a free port of loopback. */
export async function startRedis(): Promise<LocalRedis> {
  const token = randomBytes(18).toString('base64url')
  const server = await new Promise<ServerType>((resolve) => {
    const options = { hostname: HOST, port: 0, serverOptions: SERVER_TIMEOUTS }
    const starting = serve({ ...options, fetch: restApi(token).fetch }, () => resolve(starting))
  })
  return {
    environment: {
      UPSTASH_REDIS_REST_URL: `http://${HOST}:${(server.address() as AddressInfo).port}`,
      UPSTASH_REDIS_REST_TOKEN: token,
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        // The SDK keeps its connections open.
        if ('closeAllConnections' in server) server.closeAllConnections()
      }),
  }
}

/** Creates the REST API: one command at `/`, several at `/pipeline`, and a transaction at `/multi-exec`. */
function restApi(token: string): Hono {
  // Mocks with the same host share their data.
  const redis = new RedisMock({ host: token })
  const scripts = new Scripts(redis)
  const api = new Hono()
  api.use(async (c, next) => {
    if (c.req.header('authorization') !== `Bearer ${token}`) return c.json({ error: 'Unauthorized' }, 401)
    return await next()
  })
  api.use(limitBody(MAX_BODY_BYTES))
  api.onError((_, c) => c.json({ error: 'ERR failed to parse command' }, 400))
  api.post('/', async (c) => {
    const reply = await run(redis, scripts, commandSchema.parse(await c.req.json()))
    const isBase64 = c.req.header('upstash-encoding') === 'base64'
    return c.json(encodeReply(reply, isBase64), 'error' in reply ? 400 : 200)
  })
  // In memory, no other command runs between the commands of a list. A pipeline and a transaction are the
  // same.
  api.on('POST', ['/pipeline', '/multi-exec'], async (c) => {
    const isBase64 = c.req.header('upstash-encoding') === 'base64'
    const replies = []
    for (const command of z.array(commandSchema).parse(await c.req.json())) {
      replies.push(encodeReply(await run(redis, scripts, command), isBase64))
    }
    return c.json(replies)
  })
  return api
}
