import path from 'node:path'
import { type Sandbox, startSandbox } from 'vesper-sandbox'
import type { LocalConfig } from './config.ts'
import { type LocalDatabase, startDatabase } from './database/database.ts'
import type { Shutdown } from './process/index.ts'
import { type LocalQStash, startQStash } from './qstash/index.ts'
import { type LocalSqs, startSqs } from './queues/sqs.ts'

const PARTITIONS = 16

/** The parts under the gateway, in place of AWS, Neon, Upstash and WhatsApp. */
export interface Parts {
  /** The environment of each runtime, with the names of shared/contracts/environment.ts. */
  environment: Record<string, string>
  sqs: LocalSqs
  /** Undefined if the configuration names a QStash. */
  qstash: LocalQStash | undefined
  sandbox: Sandbox | undefined
}

/**
 * The SQS of this machine accepts any credentials, but the SDK requires some. The last variable suppresses a
 * warning on Node's version.
 */
const AWS = {
  AWS_ACCESS_KEY_ID: 'local',
  AWS_SECRET_ACCESS_KEY: 'local',
  AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
}

/**
 * Starts the database, the queues and, without the real WhatsApp, the sandbox. There is no Redis: one process serves the API, and
 * counts its requests itself.
 */
export async function startParts(
  config: LocalConfig,
  shutdown: Shutdown,
  given: LocalDatabase['environment'] | undefined,
): Promise<Parts> {
  const database = given ?? (await ownDatabase(config, shutdown))
  const sqs = await startSqs(PARTITIONS)
  shutdown.add(sqs.stop)
  const qstash = config.QSTASH_URL ? undefined : await ownQStash(config, shutdown)
  const sandbox = config.VESPER_WHATSAPP === 'sandbox' ? await ownSandbox(config, shutdown) : undefined
  // The SDK reads these variables from the process.
  Object.assign(process.env, AWS)
  return {
    environment: {
      ...database,
      ...sqs.environment,
      ...(qstash?.environment ?? givenQStash(config)),
      ...AWS,
      LOG_LEVEL: config.LOG_LEVEL,
    },
    sqs,
    qstash,
    sandbox,
  }
}

async function ownDatabase(config: LocalConfig, shutdown: Shutdown): Promise<LocalDatabase['environment']> {
  const database = await startDatabase({ folder: config.VESPER_DATA_DIR, partitions: PARTITIONS })
  shutdown.add(database.stop)
  return database.environment
}

async function ownQStash(config: LocalConfig, shutdown: Shutdown): Promise<LocalQStash> {
  const qstash = await startQStash({
    port: config.VESPER_QSTASH_PORT,
    stateFile: path.join(config.VESPER_DATA_DIR, 'qstash.jsonl'),
  })
  shutdown.add(qstash.stop)
  return qstash
}

/** Returns the variables of Upstash's development server or cloud. */
function givenQStash(config: LocalConfig): Record<string, string> {
  const { QSTASH_URL, QSTASH_TOKEN, QSTASH_CURRENT_SIGNING_KEY, QSTASH_NEXT_SIGNING_KEY } = config
  return Object.fromEntries(
    Object.entries({ QSTASH_URL, QSTASH_TOKEN, QSTASH_CURRENT_SIGNING_KEY, QSTASH_NEXT_SIGNING_KEY }).filter(
      (entry): entry is [string, string] => entry[1] !== undefined,
    ),
  )
}

async function ownSandbox(config: LocalConfig, shutdown: Shutdown): Promise<Sandbox> {
  const sandbox = await startSandbox({
    port: config.VESPER_SANDBOX_PORT,
    stateFile: path.join(config.VESPER_DATA_DIR, 'sandbox.jsonl'),
    smallUploads: config.VESPER_SANDBOX_SMALL_UPLOADS,
  })
  shutdown.add(sandbox.close)
  return sandbox
}
