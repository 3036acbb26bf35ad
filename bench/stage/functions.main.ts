import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { functionEnvironment, sweep } from '#functions/index.ts'
import {
  consumeEvents,
  ensureAdminToken,
  ensureCredentials,
  ensureMasterKey,
  mediaEnvironment,
  openServices,
  serveFunctions,
} from '#local/index.ts'
import { freePort, Shutdown } from '#local/process/index.ts'
import type { LocalSqs } from '#local/queues/index.ts'
import { connectDatabase } from '#shared/database/index.ts'
import { openMediaFolder } from '#shared/media/index.ts'
import { answerAsks } from './asks.ts'

/** Runs the API, or the functions of events and jobs, and a server with a fixed answer as the baseline. */
const folder = process.env.BENCH_FOLDER ?? ''
const role = process.env.BENCH_ROLE
const given = JSON.parse(process.env.BENCH_ENVIRONMENT ?? '') as LocalSqs['environment'] &
  Record<string, string>
const shutdown = new Shutdown()
const stop = () => void shutdown.run().finally(() => process.exit(0))
process.on('disconnect', stop)
process.on('SIGTERM', stop)

const port = await freePort()
const environment = {
  ...given,
  ...(await secrets()),
  ...(await mediaEnvironment(folder, `http://127.0.0.1:${port}`)),
  VESPER_ALLOW_PRIVATE_URLS: 'true',
  VESPER_JOBS_URL: given.VESPER_JOBS_URL ?? `http://127.0.0.1:${port}/jobs`,
}
const services = await openServices(environment, shutdown)
const media = openMediaFolder(functionEnvironment.parse(environment))
const baseUrl = await serveFunctions(services, environment, media, port, shutdown)
if (role === 'jobs') consumeEvents(services, { sqs: { environment: given } }, shutdown)

const floor = createServer((request, response) => {
  request.resume()
  response.setHeader('content-type', 'application/json').end('{"success":true,"data":{}}')
})
await new Promise<void>((resolve) => floor.listen(0, '127.0.0.1', resolve))

answerAsks({
  facts: () => ({
    baseUrl,
    floorUrl: `http://127.0.0.1:${(floor.address() as AddressInfo).port}`,
    apiKey: environment.apiKey,
    appId: environment.appId,
    environment,
  }),
  /** Runs the sweeper once, as EventBridge does. */
  sweep: () => sweep(services),
})
process.send?.('started')

async function secrets() {
  const { db, close } = connectDatabase(
    functionEnvironment.pick({ DATABASE_URL: true, VESPER_DATABASE_PROXY: true }).parse(given),
    {
      maxConnections: 1,
      queryTimeoutMs: 10_000,
      limits: 'role',
      onIdleError: () => undefined,
    },
  )
  try {
    return {
      ...(await ensureCredentials(db, folder)),
      VESPER_ADMIN_TOKEN: await ensureAdminToken(folder),
      VESPER_MASTER_KEY_FILE: await ensureMasterKey(db, folder),
    }
  } finally {
    await close()
  }
}
