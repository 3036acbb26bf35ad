import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Sandbox } from 'vesper-sandbox'
import { freePort, type Shutdown } from '#local/process/index.ts'
import { connectDatabase, type Database } from '#shared/database/index.ts'
import { BenchProcess } from './benchProcess.ts'
import { type Bundles, makeBundles } from './bundles.ts'
import type { Counted } from './statements.ts'

interface FunctionFacts {
  baseUrl: string
  floorUrl: string
  apiKey: string
  appId: string
  environment: Record<string, string>
}

export interface StageOptions {
  /** What runs the connector and the floor beside it; none: what runs us. */
  runtime?: string | undefined
  /** For the connector and the functions, such as `--cpu-prof`. */
  execArgv?: readonly string[]
}

/** A gateway whose processes can be told apart: API, jobs, connector, WhatsApp, and all that stands in for the cloud. */
export interface Stage {
  folder: string
  bundles: Bundles
  api: BenchProcess & { facts: FunctionFacts }
  /** What acts on events, and is called by QStash. */
  jobs: BenchProcess
  sandbox: BenchProcess & { facts: Omit<Sandbox, 'close'> }
  parts: BenchProcess
  /** The connector that runs now. */
  readonly connector: BenchProcess
  /** Starts the connector, which was stopped. */
  startConnector(): Promise<void>
  /** Raw Baileys, against the same WhatsApp. */
  startRaw(): Promise<BenchProcess>
  /** The connector's own measures, by Prometheus' names. */
  gauge(name: string): Promise<number>
  /** Past the counting. */
  db: Database
  counted(): Promise<Counted>
}

/** Opens a stage on free ports of loopback, in a folder that goes with it. */
export async function openStage(options: StageOptions, shutdown: Shutdown): Promise<Stage> {
  const folder = await mkdtemp(path.join(tmpdir(), 'vesper-bench-'))
  shutdown.add(() => rm(folder, { recursive: true, force: true }))
  const bundles = await makeBundles(folder)
  const start = async (name: keyof Bundles, environment: Record<string, string>, isOurs = false) => {
    const { runtime, execArgv = [] } = isOurs ? options : {}
    const limits = name === 'connector' || name === 'raw' ? TASK_LIMITS : []
    const started = await BenchProcess.start({
      entry: bundles[name],
      probe: bundles.probe,
      environment: { AWS_ACCESS_KEY_ID: 'local', AWS_SECRET_ACCESS_KEY: 'local', ...QUIET, ...environment },
      runtime: name === 'functions' ? undefined : runtime,
      execArgv: [...limits, ...execArgv],
    })
    shutdown.add(() => started.stop())
    return started
  }
  const data = path.join(folder, 'data')
  await mkdir(data)
  const [parts, sandbox] = await Promise.all([start('parts', { BENCH_FOLDER: data }), start('sandbox', {})])
  const whatsapp = await sandbox.ask<Omit<Sandbox, 'close'>>('facts')
  const startFunctions = async (role: 'api' | 'jobs', further: Record<string, string> = {}) => {
    const own = await parts.ask<Record<string, string>>('environment', role)
    const settings = { ...own, VESPER_RATE_LIMIT: '100000000', LOG_LEVEL: 'error', ...further }
    const started = await start(
      'functions',
      { BENCH_FOLDER: data, BENCH_ROLE: role, BENCH_ENVIRONMENT: JSON.stringify(settings) },
      true,
    )
    return Object.assign(started, { facts: await started.ask<FunctionFacts>('facts') })
  }
  const jobs = await startFunctions('jobs')
  const { VESPER_JOBS_URL = '' } = jobs.facts.environment
  const api = await startFunctions('api', { VESPER_JOBS_URL })
  const healthPort = await freePort()
  const connectorEnvironment = {
    ...api.facts.environment,
    ...(await parts.ask<Record<string, string>>('environment', 'connector')),
    VESPER_WHATSAPP_URL: whatsapp.socketUrl,
    VESPER_WHATSAPP_MEDIA_URL: whatsapp.mediaUrl,
    VESPER_WHATSAPP_ROOT_KEY: whatsapp.rootPublicKey,
    VESPER_QUEUE_WAIT_SECONDS: '2',
    VESPER_HEALTH_PORT: String(healthPort),
    NODE_EXTRA_CA_CERTS: path.join(folder, 'ca.pem'),
  }
  await writeFile(connectorEnvironment.NODE_EXTRA_CA_CERTS, whatsapp.mediaCaPem)
  const direct = await parts.ask<{ DATABASE_URL: string; VESPER_DATABASE_PROXY: string }>(
    'environment',
    'bench',
  )
  const { db, close } = connectDatabase(direct, {
    maxConnections: 4,
    queryTimeoutMs: 600_000,
    // A statement of a seed writes a million rows.
    limits: {
      lock_timeout: 600_000,
      idle_in_transaction_session_timeout: 600_000,
      statement_timeout: 600_000,
    },
    onIdleError: () => undefined,
  })
  shutdown.add(close)
  let connector = await start('connector', connectorEnvironment, true)
  return {
    folder,
    bundles,
    parts,
    api,
    jobs,
    sandbox: Object.assign(sandbox, { facts: whatsapp }),
    get connector() {
      return connector
    },
    async startConnector() {
      connector = await start('connector', connectorEnvironment, true)
    },
    startRaw: () =>
      start(
        'raw',
        {
          BENCH_SOCKET_URL: whatsapp.socketUrl,
          BENCH_PHONES_URL: whatsapp.phonesUrl,
          BENCH_ROOT_KEY: whatsapp.rootPublicKey,
        },
        true,
      ),
    async gauge(name) {
      const text = await (await fetch(`http://127.0.0.1:${healthPort}/metrics`)).text()
      return Number(new RegExp(`^${name} (.*)$`, 'm').exec(text)?.[1] ?? Number.NaN)
    },
    db,
    counted: () => parts.ask('counted'),
  }
}

/** What Node 24 sets for itself in a task of 2 GB. Without, it would take what a larger machine has rather than collect its garbage. */
const TASK_LIMITS = ['--max-old-space-size=928']
const QUIET = { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true', AWS_REGION: 'us-east-1' }
