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

/** Long-poll time of a receive. An empty receive is free here, and Ctrl-C waits for the last receive. */
const QUEUE_WAIT_SECONDS = '2'

const PASSED_ON = [
  'VESPER_BAILEYS_PATHS',
  'VESPER_CAMPAIGN_TIME_SCALE',
  'VESPER_KEEP_ALIVE_SECONDS',
  'VESPER_KEEP_DELIVERIES_DAYS',
  'VESPER_KEEP_MESSAGES_DAYS',
  'VESPER_LEASE_SECONDS',
  'VESPER_QR_SECONDS',
  'VESPER_RATE_LIMIT',
  'VESPER_RECEIVE_MAX_MB',
  'VESPER_SEND_WITHIN_SECONDS',
] as const

/** The address and the credentials of a gateway on this machine: the content of its `local.json`. */
export interface LocalGatewayInfo extends Credentials {
  baseUrl: string
  /** Undefined with the real WhatsApp. */
  sandbox?: { phonesUrl: string; socketUrl: string }
}

export interface LocalGateway {
  info: LocalGatewayInfo
  parts: Parts
  services: FunctionServices
  connectors: ConnectorProcess[]
  /** The environment of each connector, for a caller that adds a connector. */
  connectorEnvironment: Record<string, string>
  stop(): Promise<void>
}

/**
 * Runs the whole gateway on this machine, on real parts or on stand-ins that speak their protocol.
 * @param database a running database, in place of the database of the data folder
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
  // The data folder is locked, so no other gateway uses it. A connector that died with an earlier run still
  // has its leases.
  await clearLeases({ ctx: services })
  consumeEvents(services, parts, shutdown)
  await runSweeper(services, shutdown)
  const connectorEnvironment = {
    ...inherited(),
    ...parts.environment,
    VESPER_QUEUE_WAIT_SECONDS: QUEUE_WAIT_SECONDS,
    ...(parts.sandbox && {
      VESPER_WHATSAPP_URL: parts.sandbox.socketUrl,
      VESPER_WHATSAPP_MEDIA_URL: parts.sandbox.mediaUrl,
      VESPER_WHATSAPP_VERSION_URL: `${parts.sandbox.phonesUrl}/sw.js`,
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

/** Reads the secrets of an earlier run from the data folder, or creates them. */
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

/** Returns the settings that the runtimes themselves check. */
function passedOn(config: LocalConfig): Record<string, string> {
  return Object.fromEntries(
    PASSED_ON.flatMap((name) => {
      const value = config[name]
      return value === undefined ? [] : [[name, value]]
    }),
  )
}

/** Returns the variables that a process needs to run at all. The configuration of the process is passed by name. */
function inherited(): Record<string, string> {
  const names = [
    'PATH',
    'HOME',
    'TMPDIR',
    'NODE_EXTRA_CA_CERTS',
    'VESPER_BAILEYS_LOG_LEVEL',
    'VESPER_BAILEYS_PATHS',
  ]
  return Object.fromEntries(names.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : [])))
}

/**
 * Writes the sandbox's certificate authority. Baileys requires https for media, and this authority signs the
 * sandbox's certificate.
 */
async function writeCa(dataDir: string, pem: string): Promise<string> {
  const file = path.join(dataDir, 'sandbox-ca.pem')
  await writeFile(file, pem)
  return file
}

/** Replaces the file in one step, because programs wait for this file to appear. */
async function writeInfo(dataDir: string, info: LocalGatewayInfo): Promise<void> {
  const file = localFile(dataDir)
  await writeFile(`${file}.new`, `${JSON.stringify(info, null, 2)}\n`, { mode: 0o600 })
  await rename(`${file}.new`, file)
}
