import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { onTestFinished } from 'vitest'
import { type Operation, operationsOf } from '../../e2e/support/openapi/document.ts'
import { type Result, readResult } from './failures.ts'
import { findSchemathesis } from './findSchemathesis.ts'
import { pinsOf, type Resources } from './resources.ts'

const HOOKS = fileURLToPath(new URL('hooks.py', import.meta.url))
const SEED = '19'
/** Time-out of a request, in seconds. Operations that wait for WhatsApp answer within 30 s. */
const REQUEST_TIMEOUT = 120
/** More test cases than a run of CI has: the coverage phase, and this many fuzzing examples for each operation. */
const DEEP = Number(process.env.VESPER_SCHEMATHESIS_EXAMPLES ?? 0)

export interface Run {
  document: Parameters<typeof operationsOf>[0]
  baseUrl: string
  /** Name of a security scheme of the document, and schemathesis' setting for the scheme. */
  auth: { scheme: string; setting: 'api_key' | 'bearer'; value: string }
  resources: Resources
  phases: readonly ('examples' | 'coverage' | 'fuzzing')[]
  /** Kind of test data: valid data only, or valid and invalid data. */
  mode: 'positive' | 'all'
  /** Fuzzing examples for each operation. */
  examples: number
  /** Checks that schemathesis skips. */
  unchecked: readonly string[]
}

/**
 * Runs schemathesis over each operation of a document, with a fixed seed.
 * @throws Error with the output of schemathesis, if schemathesis could not run
 */
export async function runSchemathesis(run: Run): Promise<Result> {
  const folder = await mkdtemp(path.join(tmpdir(), 'vesper-schemathesis-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  const inFolder = (name: string) => path.join(folder, name)
  const report = inFolder('report.ndjson')
  await writeFile(inFolder('openapi.json'), JSON.stringify(run.document))
  await writeFile(inFolder('resources.json'), JSON.stringify(run.resources))
  await writeFile(inFolder('schemathesis.toml'), configOf(run))
  const options = [
    ...['--config-file', 'schemathesis.toml', 'run', 'openapi.json', '--no-color'],
    ...['--phases', (DEEP ? ['examples', 'coverage', 'fuzzing'] : run.phases).join(',')],
    ...['--mode', run.mode, '--max-examples', String(DEEP || run.examples), '--seed', SEED, '--no-shrink'],
    ...['--generation-database', 'none', '--suppress-health-check', 'all'],
    ...(run.mode === 'positive' ? ['--generation-allow-x00', 'false'] : []),
    ...['--checks', 'all', '--continue-on-failure'],
    ...(run.unchecked.length > 0 ? ['--exclude-checks', run.unchecked.join(',')] : []),
    ...['--report', 'ndjson', '--report-ndjson-path', report],
  ]
  const child = spawn(await findSchemathesis(), options, {
    cwd: folder,
    env: {
      ...process.env,
      VESPER_INTEROP_RESOURCES: inFolder('resources.json'),
      PYTHONDONTWRITEBYTECODE: '1',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk))
  const [code] = await once(child, 'close')
  // 1: a check failed.
  if (code !== 0 && code !== 1) throw new Error(`schemathesis ended with ${code}:\n${output}`)
  return await readResult(report)
}

/** Writes the configuration of a run. A JSON string is a TOML string. */
function configOf({ document, baseUrl, auth, resources }: Run): string {
  const text = JSON.stringify
  const lines = [
    `base-url = ${text(baseUrl)}`,
    `hooks = ${text(HOOKS)}`,
    'workers = 1',
    `request-timeout = ${REQUEST_TIMEOUT}`,
    `[auth.openapi.${auth.scheme}]`,
    `${auth.setting} = ${text(auth.value)}`,
    '[checks]',
    // A valid request can name a thing that does not exist, or that another request has changed.
    'positive_data_acceptance.expected-statuses = ["2xx", "403", "404", "409", "422"]',
    'negative_data_rejection.expected-statuses = ["400", "401", "403", "404", "405", "409", "413", "415", "422"]',
    'missing_required_header.expected-statuses = ["401"]',
    // Requests that depend on earlier answers differ from run to run.
    ...['examples', 'coverage', 'fuzzing'].map(
      (phase) => `[phases.${phase}.extra-data-sources]\nresponses = false`,
    ),
    '[phases.fuzzing.error-feedback]\nenabled = false',
  ]
  return [...lines, ...operationsOf(document).flatMap((operation) => pinned(operation, resources))].join('\n')
}

function pinned(operation: Operation, resources: Resources): string[] {
  const pins = Object.entries(pinsOf(resources, operation))
  if (pins.length === 0) return []
  const values = pins.map(([name, value]) => `${JSON.stringify(name)} = ${JSON.stringify(value)}`)
  const label = JSON.stringify(`${operation.method} ${operation.path}`)
  return ['[[operations]]', `include-name = ${label}`, `parameters = { ${values.join(', ')} }`]
}
