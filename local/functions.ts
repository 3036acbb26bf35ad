import type { AddressInfo } from 'node:net'
import { createApi, createJobsApp, createServices, functionEnvironment, sweep } from '#functions/index.ts'
import { readConfig } from '#shared/config/readConfig.ts'
import { FUNCTION_SECONDS } from '#shared/contracts/cloudLimits.ts'
import { SharedSends } from '#shared/domain/messages/index.ts'
import type { FileMediaStore } from '#shared/media/index.ts'
import { type Answer, createApiServer, listenOn } from './apiServer.ts'
import { asLambda, endWithInvocation, guardInvocation, invoke } from './lambda/index.ts'
import { serveMedia } from './media.ts'
import type { Shutdown } from './process/index.ts'

const HOST = '127.0.0.1'
const CONNECTIONS = 20
/** Interval of the sweeper. In the cloud, the interval is a minute. A developer gets a shorter interval. */
const SWEEP_EVERY_MS = 10_000
/** A sweep that processes a large deletion must not delay the next sweep. */
const SWEEP_WITHIN_MS = 8_000
/** The start of the gateway waits for the first sweep. */
const FIRST_SWEEP_WITHIN_MS = 1_000
/** Time for current requests to finish when the gateway stops. */
const FINISH_MS = 1_000

export type FunctionServices = Awaited<ReturnType<typeof createServices>>

/** Creates the services of the functions from the environment that the functions have in Lambda. */
export async function openServices(
  environment: Record<string, string>,
  shutdown: Shutdown,
): Promise<FunctionServices> {
  const created = await createServices(readConfig(functionEnvironment, environment), {
    name: 'functions',
    maxConnections: CONNECTIONS,
  })
  const services = { ...endWithInvocation(created), sharedSends: new SharedSends(created, guardInvocation) }
  shutdown.add(services.close)
  await services.checkLimits()
  return services
}

/**
 * Serves the API, the jobs that QStash calls, and the signed URLs of files, on a port of loopback.
 * @returns the origin of the server
 */
export async function serveFunctions(
  services: FunctionServices,
  environment: Record<string, string>,
  media: FileMediaStore,
  port: number,
  shutdown: Shutdown,
): Promise<string> {
  const { log } = services
  const apps = {
    api: createApi(services),
    jobs: createJobsApp(services, readConfig(functionEnvironment, environment)),
  }
  const api = asLambda((request, bindings) => apps.api.fetch(request, bindings), { name: 'api', log })
  const jobs = asLambda((request, bindings) => apps.jobs.fetch(request, bindings), { name: 'jobs', log })
  const answer: Answer = (request, bindings) => {
    const { pathname } = new URL(request.url)
    if (pathname.startsWith('/media/')) return serveMedia(media, request)
    return pathname.startsWith('/jobs/') ? jobs(request, bindings) : api(request, bindings)
  }
  const server = createApiServer(answer)
  await listenOn(server, HOST, port)
  shutdown.add(async () => {
    const closed = new Promise((resolve) => server.close(resolve))
    // A customer's server that hangs would delay the stop. QStash repeats a call that is cut here.
    const cut = setTimeout(() => server.closeAllConnections(), FINISH_MS)
    await closed
    clearTimeout(cut)
  })
  return `http://${HOST}:${(server.address() as AddressInfo).port}`
}

/** Runs the sweeper: once for an empty queue, then by a timer. */
export async function runSweeper(services: FunctionServices, shutdown: Shutdown): Promise<void> {
  await sweep(services, { queueIsEmpty: true, withinMs: FIRST_SWEEP_WITHIN_MS })
  let running = Promise.resolve()
  let isRunning = false
  const timer = setInterval(() => {
    if (isRunning) return
    isRunning = true
    running = sweepInTime(services).finally(() => {
      isRunning = false
    })
  }, SWEEP_EVERY_MS)
  shutdown.add(async () => {
    clearInterval(timer)
    await running
  })
}

/** Sweeps as an invocation, whose time-out exceeds the time limit of a sweep. */
async function sweepInTime(services: FunctionServices): Promise<void> {
  const swept = await invoke(FUNCTION_SECONDS.sweeper * 1_000, () =>
    sweep(services, { withinMs: SWEEP_WITHIN_MS }),
  )
  if (swept === 'late') services.log.error({ function: 'sweeper' }, 'function.timed_out')
}
