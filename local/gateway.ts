import { mkdir, rename, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { functionEnvironment } from '#functions/index.ts'
import { readConfig } from '#shared/config/readConfig.ts'
import { databaseEnvironment } from '#shared/contracts/environment.ts'
import { connectDatabase } from '#shared/database/index.ts'
import { clearLeases } from '#shared/domain/fleet/index.ts'
import { openMediaFolder } from '#shared/media/index.ts'
import type { LocalConfig } from './config.ts'
import { type ConnectorProcess, startConnectors } from './connectorProcess.ts'
import {
  type Credentials,
  ensureAdminToken,
  ensureCredentials,
  ensureMasterKey,
  localFile,
} from './credentials.ts'
import type { LocalDatabase } from './database/database.ts'
import { consumeEvents } from './events.ts'
import { type FunctionServices, openServices, runSweeper, serveFunctions } from './functions.ts'
import { expireUploads, mediaEnvironment } from './media.ts'
import { type Parts, startParts } from './parts.ts'
import { freePort, lockFolder, Shutdown } from './process/index.ts'

/** Looks into an empty queue cost nothing here, and Ctrl-C waits for the last. */
const QUEUE_WAIT_SECONDS = '2'

const PASSED_ON = [
  'VESPER_CAMPAIGN_TIME_SCALE',
  'VESPER_KEEP_ALIVE_SECONDS',
  'VESPER_KEEP_DELIVERIES_DAYS',
  'VESPER_KEEP_MESSAGES_DAYS',
  'VESPER_LEASE_SECONDS',
  'VESPER_QR_SECONDS',
  'VESPER_RATE_LIMIT',
  'VESPER_SEND_WITHIN_SECONDS',
] as const

/** How to reach a gateway on this machine: the content of its `local.json`. */
export interface LocalGatewayInfo extends Credentials {
  baseUrl: string
  /** None with the real WhatsApp. */
  sandbox?: { phonesUrl: string; socketUrl: string }
}

export interface LocalGateway {
  info: LocalGatewayInfo
  parts: Parts
  services: FunctionServices
  connectors: ConnectorProcess[]
  /** What each of them is given, for whoever adds one. */
  connectorEnvironment: Record<string, string>
  stop(): Promise<void>
}

/**
 * Runs the whole gateway on this machine, on the real parts or on parts that speak their protocol.
 * @param database one that runs already, in the place of the data folder's own
 */
export async function startGateway(
  config: LocalConfig,
  database?: LocalDatabase['environment'],
): Promise<LocalGateway> {
  const shutdown = new Shutdown()
  try {
    return { ...(await start(config, shutdown, database)), stop: shutdown.run }
  } catch (error) {
    await shutdown.run()
    throw error
  }
}

async function start(
  config: LocalConfig,
  shutdown: Shutdown,
  database: LocalDatabase['environment'] | undefined,
): Promise<Omit<LocalGateway, 'stop'>> {
  const dataDir = config.VESPER_DATA_DIR
  await mkdir(dataDir, { recursive: true })
  shutdown.add(await lockFolder(dataDir))

  const parts = await startParts(config, shutdown, database)
  const port = config.PORT || (await freePort())
  const media = await mediaEnvironment(dataDir, `http://127.0.0.1:${port}`)
  const { credentials, masterKeyFile } = await ensureSecrets(parts, dataDir)
  Object.assign(parts.environment, media, passedOn(config), {
    VESPER_ALLOW_PRIVATE_URLS: 'true',
    VESPER_ADMIN_TOKEN: credentials.adminToken,
    VESPER_JOBS_URL: config.VESPER_JOBS_URL ?? `http://127.0.0.1:${port}/jobs`,
    VESPER_MASTER_KEY_FILE: masterKeyFile,
  })
  const services = await openServices(parts.environment, shutdown)
  const files = openMediaFolder(functionEnvironment.parse(parts.environment))
  await expireUploads(files, shutdown)
  const baseUrl = await serveFunctions(services, parts.environment, files, port, shutdown)
  // Nobody else can be at work on this folder: a connector that died with an earlier run still has its leases.
  await clearLeases({ ctx: services })
  consumeEvents(services, parts, shutdown)
  await runSweeper(services, shutdown)
  const connectorEnvironment = {
    ...parts.environment,
    ...inherited(),
    VESPER_QUEUE_WAIT_SECONDS: QUEUE_WAIT_SECONDS,
    ...(parts.sandbox && {
      VESPER_WHATSAPP_URL: parts.sandbox.socketUrl,
      VESPER_WHATSAPP_MEDIA_URL: parts.sandbox.mediaUrl,
      VESPER_WHATSAPP_ROOT_KEY: parts.sandbox.rootPublicKey,
      NODE_EXTRA_CA_CERTS: await writeCa(dataDir, parts.sandbox.mediaCaPem),
    }),
  }
  const connectors = await startConnectors(config.VESPER_CONNECTORS, connectorEnvironment)
  shutdown.add(() => Promise.all(connectors.map((connector) => connector.stop())))

  const info = {
    baseUrl,
    ...credentials,
    ...(parts.sandbox && {
      sandbox: { phonesUrl: parts.sandbox.phonesUrl, socketUrl: parts.sandbox.socketUrl },
    }),
  }
  await writeInfo(dataDir, info)
  return { info, parts, services, connectors, connectorEnvironment }
}

/** What an earlier run left in the data folder, or makes now. */
async function ensureSecrets(parts: Parts, dataDir: string) {
  const { db, close } = connectDatabase(readConfig(databaseEnvironment, parts.environment), {
    maxConnections: 1,
    queryTimeoutMs: 10_000,
    limits: 'role',
    onIdleError: () => undefined,
  })
  try {
    return {
      credentials: {
        ...(await ensureCredentials(db, dataDir)),
        adminToken: await ensureAdminToken(dataDir),
      },
      masterKeyFile: await ensureMasterKey(db, dataDir),
    }
  } finally {
    await close()
  }
}

/** Settings that are the runtimes' own, and are checked there. */
function passedOn(config: LocalConfig): Record<string, string> {
  return Object.fromEntries(
    PASSED_ON.flatMap((name) => {
      const value = config[name]
      return value === undefined ? [] : [[name, value]]
    }),
  )
}

/** What a process needs of its parent's environment to run at all; its configuration it gets by name. */
function inherited(): Record<string, string> {
  const names = ['PATH', 'HOME', 'TMPDIR', 'NODE_EXTRA_CA_CERTS', 'VESPER_BAILEYS_LOG_LEVEL']
  return Object.fromEntries(names.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : [])))
}

/** Baileys insists on https for media; the sandbox's is signed by its own authority. */
async function writeCa(dataDir: string, pem: string): Promise<string> {
  const file = path.join(dataDir, 'sandbox-ca.pem')
  await writeFile(file, pem)
  return file
}

/** Whole or not at all: programs wait for this file to appear. */
async function writeInfo(dataDir: string, info: LocalGatewayInfo): Promise<void> {
  const file = localFile(dataDir)
  await writeFile(`${file}.new`, `${JSON.stringify(info, null, 2)}\n`, { mode: 0o600 })
  await rename(`${file}.new`, file)
}
