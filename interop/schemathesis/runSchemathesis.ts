import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { onTestFinished } from 'vitest'
import { readInteropConfig, wholeEnvironment } from '../config.ts'
import { configOf, keysOf, type Target } from './configOf.ts'
import { type Result, readResult } from './failures.ts'
import { findSchemathesis } from './findSchemathesis.ts'

const SEED = '19'

export interface Run extends Target {
  phases: readonly ('examples' | 'coverage' | 'fuzzing' | 'stateful')[]
  /** Kind of test data: valid data only, or valid and invalid data. */
  mode: 'positive' | 'all'
  /** Fuzzing examples for each operation, or sequences of the stateful phase. */
  examples: number
}

/**
 * Runs schemathesis with all of its checks over each operation of a document, with a fixed seed.
 * @throws Error with the output of schemathesis, if schemathesis could not run
 */
export async function runSchemathesis(run: Run): Promise<Result> {
  const folder = await mkdtemp(path.join(tmpdir(), 'vesper-schemathesis-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  const inFolder = (name: string) => path.join(folder, name)
  const report = inFolder('report.ndjson')
  const { document, resources, access } = run
  await writeFile(inFolder('openapi.json'), JSON.stringify(document))
  await writeFile(inFolder('resources.json'), JSON.stringify({ ...resources, ...access }))
  await writeFile(inFolder('keys.json'), keysOf(run))
  await writeFile(inFolder('schemathesis.toml'), configOf(run, inFolder('keys.json')))
  const options = [
    ...['--config-file', 'schemathesis.toml', 'run', 'openapi.json', '--no-color'],
    ...['--phases', run.phases.join(','), '--mode', run.mode],
    ...[
      '--max-examples',
      String(readInteropConfig().VESPER_SCHEMATHESIS_EXAMPLES || run.examples),
      '--seed',
      SEED,
      '--no-shrink',
    ],
    ...['--generation-database', 'none', '--suppress-health-check', 'all'],
    // The document says in words only that no text has NUL.
    ...['--generation-allow-x00', 'false'],
    ...['--checks', 'all', '--continue-on-failure'],
    ...['--report', 'ndjson', '--report-ndjson-path', report],
  ]
  const child = spawn(await findSchemathesis(), options, {
    cwd: folder,
    env: {
      ...wholeEnvironment(),
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
