import type { AddressInfo } from 'node:net'
import { type Http2Bindings, type HttpBindings, type ServerType, serve } from '@hono/node-server'
import { createApi } from '#functions/api/app.ts'
import { functionEnvironment } from '#functions/config.ts'
import { createServices } from '#functions/services.ts'
import { sweep } from '#functions/sweeper/sweep.ts'
import { readConfig } from '#shared/config/readConfig.ts'
import type { FileMediaStore } from '#shared/media/index.ts'
import { serveMedia } from './media.ts'
import type { Shutdown } from './shutdown.ts'

const HOST = '127.0.0.1'
const CONNECTIONS = 20
/** In the cloud it is every minute; next to a developer, nothing speaks against sooner. */
const SWEEP_EVERY_MS = 10_000

export type FunctionServices = ReturnType<typeof createServices>

/** Builds what the functions stand on, from the environment that they would have in Lambda. */
export function openServices(environment: Record<string, string>, shutdown: Shutdown): FunctionServices {
  const services = createServices(readConfig(functionEnvironment, environment), {
    name: 'functions',
    maxConnections: CONNECTIONS,
  })
  shutdown.add(services.close)
  return services
}

/** Serves the API, and the signed URLs of files, on a port of loopback. Answers its origin. */
export async function serveApi(
  services: FunctionServices,
  media: FileMediaStore,
  port: number,
  shutdown: Shutdown,
): Promise<string> {
  const api = createApi(services)
  const isMedia = (request: Request) => new URL(request.url).pathname.startsWith('/media/')
  const fetch = (request: Request, env: HttpBindings | Http2Bindings) =>
    isMedia(request) ? serveMedia(media, request) : api.fetch(request, env)
  const server = await new Promise<ServerType>((resolve, reject) => {
    const starting = serve({ fetch, hostname: HOST, port }, () => resolve(starting))
    starting.once('error', reject)
  })
  shutdown.add(() => new Promise((resolve) => server.close(resolve)))
  return `http://${HOST}:${(server.address() as AddressInfo).port}`
}

/** Runs the sweeper: once for a queue that begins empty, then by a timer. */
export async function runSweeper(services: FunctionServices, shutdown: Shutdown): Promise<void> {
  await sweep(services, { queueIsEmpty: true })
  const timer = setInterval(() => void sweep(services), SWEEP_EVERY_MS)
  shutdown.add(() => clearInterval(timer))
}
