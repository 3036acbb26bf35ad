import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Sandbox } from 'vesper-sandbox'
import { freePort, type Shutdown } from '#local/process/index.ts'
import { connectDatabase, type Database } from '#shared/database/index.ts'
import { BenchProcess } from './benchProcess.ts'
import { type Bundles, makeBundles } from './bundles.ts'
import type { Counted } from './statements.ts'
import { limitTask, type TaskSize } from './taskLimits.ts'

interface FunctionFacts {
  baseUrl: string
  floorUrl: string
  apiKey: string
  appId: string
  environment: Record<string, string>
}

export interface StageOptions {
  /** The runtime of connector and floor; unset, the runtime of the bench. */
  runtime?: string | undefined
  /** Node's options for connector and functions, such as `--cpu-prof`. */
  execArgv?: readonly string[]
  /** The limits of the connector. Unset, its heap and the heap of raw Baileys have the limit of a task of 2 GB. */
  task?: TaskSize | undefined
}

/** A gateway with a process for each part: API, jobs, connector, sandbox, and the stand-ins of cloud services. */
export interface Stage {
  folder: string
  bundles: Bundles
  api: BenchProcess & { facts: FunctionFacts }
  /** The functions that handle events and QStash's calls. */
  jobs: BenchProcess
  sandbox: BenchProcess & { facts: Omit<Sandbox, 'close'> }
  parts: BenchProcess
  /** The current connector. */
  readonly connector: BenchProcess
  /** Starts a further connector, which becomes the current one. */
  startConnector(): Promise<void>
  /** Starts raw Baileys with the same sandbox. */
  startRaw(): Promise<BenchProcess>
  /** Returns a gauge of the current connector, by its Prometheus name. */
  gauge(name: string): Promise<number>
  /** A connection that bypasses the counting proxy. */
  db: Database
  counted(): Promise<Counted>
}

/** Starts a stage on free loopback ports, in a folder that `shutdown` removes. */
export async function openStage(options: StageOptions, shutdown: Shutdown): Promise<Stage> {
  const folder = await mkdtemp(path.join(tmpdir(), 'vesper-bench-'))
  shutdown.add(() => rm(folder, { recursive: true, force: true }))
  const bundles = await makeBundles(folder)
  const groups = options.task ? await limitTask(options.task, shutdown) : []
  const start = async (name: keyof Bundles, environment: Record<string, string>, isOurs = false) => {
    const { runtime, execArgv = [] } = isOurs ? options : {}
    const isTask = name === 'connector' && options.task !== undefined
    const limits = !isTask && (name === 'connector' || name === 'raw') ? TASK_LIMITS : []
    const image = name === 'connector' ? IMAGE : { execArgv: [], environment: {} }
    const started = await BenchProcess.start({
      entry: bundles[name],
      probe: bundles.probe,
      environment: {
        AWS_ACCESS_KEY_ID: 'local',
        AWS_SECRET_ACCESS_KEY: 'local',
        ...QUIET,
        ...image.environment,
        ...environment,
      },
      runtime: name === 'functions' ? undefined : runtime,
      execArgv: [...limits, ...image.execArgv, ...execArgv],
      groups: isTask ? groups : [],
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
  const connectorEnvironment = {
    ...api.facts.environment,
    ...(await parts.ask<Record<string, string>>('environment', 'connector')),
    VESPER_WHATSAPP_URL: whatsapp.socketUrl,
    VESPER_WHATSAPP_MEDIA_URL: whatsapp.mediaUrl,
    VESPER_WHATSAPP_ROOT_KEY: whatsapp.rootPublicKey,
    VESPER_QUEUE_WAIT_SECONDS: '2',
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
    // A statement of a seed writes up to a million rows.
    limits: {
      lock_timeout: 600_000,
      idle_in_transaction_session_timeout: 600_000,
      statement_timeout: 600_000,
    },
    onIdleError: () => undefined,
  })
  shutdown.add(close)
  let healthPort = 0
  const startConnector = async () => {
    const port = await freePort()
    connector = await start('connector', { ...connectorEnvironment, VESPER_HEALTH_PORT: String(port) }, true)
    healthPort = port
  }
  let connector: BenchProcess
  await startConnector()
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
    startConnector,
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

/**
 * The heap limit that Node 24 sets in a task of 2 GB. On a larger machine, Node would use more memory instead of collecting
 * garbage.
 */
const TASK_LIMITS = ['--max-old-space-size=928']
/** The memory settings of the connector's image. */
const IMAGE = { execArgv: ['--max-semi-space-size=4'], environment: { MALLOC_ARENA_MAX: '1' } }
const QUIET = { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true', AWS_REGION: 'us-east-1' }
