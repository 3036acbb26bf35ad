import { mkdir, rename, writeFile } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { type ServerType, serve } from '@hono/node-server'
import { createApi } from '#functions/api/app.ts'
import { functionEnvironment } from '#functions/config.ts'
import { createServices } from '#functions/services.ts'
import { sweep } from '#functions/sweeper/sweep.ts'
import { readConfig } from '#shared/config/readConfig.ts'
import { clearLeases } from '#shared/domain/fleet/index.ts'
import type { LocalConfig } from './config.ts'
import { type ConnectorProcess, startConnector } from './connectorProcess.ts'
import { type Credentials, ensureCredentials, ensureMasterKey, localFile } from './credentials.ts'
import { startDatabase } from './database/database.ts'
import { lockFolder } from './lock.ts'
import { startSqs } from './queues/sqs.ts'
import { startSandbox } from './whatsapp/index.ts'

const HOST = '127.0.0.1'
const PARTITIONS = 16
const CONNECTIONS = 20
/** In the cloud it is every minute; next to a developer, nothing speaks against sooner. */
const SWEEP_EVERY_MS = 10_000

/** How to reach a gateway on this machine: the content of its `local.json`. */
export interface LocalGatewayInfo extends Credentials {
  baseUrl: string
  /** None with the real WhatsApp. */
  sandbox?: { phonesUrl: string; socketUrl: string }
}

export interface LocalGateway {
  info: LocalGatewayInfo
  services: ReturnType<typeof createServices>
  connector: ConnectorProcess
  stop(): Promise<void>
}

/** Runs the whole gateway on this machine, on the real parts or on parts that speak their protocol. */
export async function startGateway(config: LocalConfig): Promise<LocalGateway> {
  const stops: (() => Promise<unknown>)[] = []
  const stop = async () => {
    for (const part of stops.splice(0).reverse()) await part()
  }
  try {
    return await startParts(config, stops, stop)
  } catch (error) {
    await stop()
    throw error
  }
}

async function startParts(
  config: LocalConfig,
  stops: (() => Promise<unknown>)[],
  stop: () => Promise<void>,
): Promise<LocalGateway> {
  const dataDir = config.VESPER_DATA_DIR
  await mkdir(dataDir, { recursive: true })
  stops.push(await lockFolder(dataDir))

  const database = await startDatabase({ folder: dataDir, partitions: PARTITIONS })
  stops.push(database.stop)
  const sqs = await startSqs(PARTITIONS)
  stops.push(sqs.stop)
  const sandbox =
    config.VESPER_WHATSAPP === 'sandbox'
      ? await startSandbox({
          host: HOST,
          port: config.VESPER_SANDBOX_PORT,
          stateFile: `${dataDir}/sandbox.jsonl`,
        })
      : undefined
  if (sandbox) stops.push(sandbox.close)

  const environment = {
    ...database.environment,
    ...sqs.environment,
    ...awsCredentials,
    LOG_LEVEL: config.LOG_LEVEL,
  }
  Object.assign(process.env, awsCredentials)
  const services = createServices(readConfig(functionEnvironment, environment), {
    name: 'functions',
    maxConnections: CONNECTIONS,
  })
  stops.push(services.close)
  const credentials = await ensureCredentials(services.db, dataDir)

  const server = await listen(createApi(services).fetch, config.PORT)
  stops.push(() => new Promise((resolve) => server.close(resolve)))

  // Nobody else can be at work on this folder, and the queue begins empty.
  await clearLeases(services.db)
  await sweep(services, { queueIsEmpty: true })
  const timer = setInterval(() => void sweep(services), SWEEP_EVERY_MS)
  stops.push(async () => clearInterval(timer))

  const connector = await startConnector({
    ...inherited(),
    ...environment,
    VESPER_MASTER_KEY_FILE: await ensureMasterKey(dataDir),
    ...(sandbox && {
      VESPER_WHATSAPP_URL: sandbox.socketUrl,
      VESPER_WHATSAPP_ROOT_KEY: sandbox.rootPublicKey,
    }),
    ...(config.VESPER_QR_SECONDS && { VESPER_QR_SECONDS: String(config.VESPER_QR_SECONDS) }),
  })
  stops.push(connector.stop)

  const info: LocalGatewayInfo = {
    baseUrl: `http://${HOST}:${(server.address() as AddressInfo).port}`,
    ...credentials,
    ...(sandbox && { sandbox: { phonesUrl: sandbox.phonesUrl, socketUrl: sandbox.socketUrl } }),
  }
  await writeInfo(dataDir, info)
  return { info, services, connector, stop }
}

/** Any credentials will do for the SQS of this machine; the SDK insists on some, and nags about Node's version. */
const awsCredentials = {
  AWS_ACCESS_KEY_ID: 'local',
  AWS_SECRET_ACCESS_KEY: 'local',
  AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
}

/** What a process needs of its parent's environment to run at all; its configuration it gets by name. */
function inherited(): Record<string, string> {
  const names = ['PATH', 'HOME', 'TMPDIR', 'NODE_EXTRA_CA_CERTS', 'VESPER_BAILEYS_LOG_LEVEL']
  return Object.fromEntries(names.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : [])))
}

async function listen(fetch: Parameters<typeof serve>[0]['fetch'], port: number): Promise<ServerType> {
  return await new Promise((resolve, reject) => {
    const server = serve({ fetch, hostname: HOST, port }, () => resolve(server))
    server.once('error', reject)
  })
}

/** Whole or not at all: programs wait for this file to appear. */
async function writeInfo(dataDir: string, info: LocalGatewayInfo): Promise<void> {
  const file = localFile(dataDir)
  await writeFile(`${file}.new`, `${JSON.stringify(info, null, 2)}\n`, { mode: 0o600 })
  await rename(`${file}.new`, file)
}
