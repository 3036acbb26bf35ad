import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { bundleFunction, FUNCTIONS, readAtStart } from '#infra/build/index.ts'
import type { Measure, Row } from '../measure.ts'
import { medians } from '../statistics.ts'

const run = promisify(execFile)

const EMPTY = 'export const handler = async () => ({ statusCode: 200 })\n'
/**
 * Measures the import with configuration and clients. Lambda calls this the init phase, which also includes the start of the
 * runtime.
 */
const IMPORT = `const [start, cpu] = [performance.now(), process.cpuUsage()]
await import(process.env.BUNDLE)
const { user, system } = process.cpuUsage(cpu)
process.stdout.write(JSON.stringify({ ms: performance.now() - start, cpuMs: (user + system) / 1000 }))
process.exit(0)`

/** Variables of Lambda, and values that the schemas require. An import connects to nothing. */
export const START_ENVIRONMENT = {
  DATABASE_URL: 'postgres://bench:bench@127.0.0.1:9/bench',
  VESPER_COMMAND_QUEUE_URL: 'http://127.0.0.1:9/0/commands-{partition}.fifo',
  VESPER_EVENT_QUEUE_URL: 'http://127.0.0.1:9/0/events.fifo',
  QSTASH_TOKEN: 'bench',
  QSTASH_CURRENT_SIGNING_KEY: 'bench',
  QSTASH_NEXT_SIGNING_KEY: 'bench',
  VESPER_JOBS_URL: 'http://127.0.0.1:9/jobs',
  VESPER_EDGE_DISTRIBUTION: 'bench',
  VESPER_KMS_KEY_ID: 'alias/bench',
  VESPER_MEDIA_BUCKET: 'bench',
  AWS_REGION: 'us-east-1',
  AWS_ACCESS_KEY_ID: 'bench',
  AWS_SECRET_ACCESS_KEY: 'bench',
  AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
}

/** Measures the size and the import time of each Lambda's bundle, and of a handler that does nothing. */
export const coldStart: Measure = async ({ options }) => {
  const folder = await mkdtemp(path.join(tmpdir(), 'vesper-cold-'))
  const starts = options.quick ? 1 : options.rounds * 5
  try {
    const floor = path.join(folder, 'empty', 'index.mjs')
    await mkdir(path.dirname(floor))
    await writeFile(floor, EMPTY)
    const least = await importTimes(floor, starts)
    const rows: Row[] = [
      { function: 'floor: empty', 'import ms': least.ms, 'over it': 0, 'CPU ms': least.cpuMs, KB: 0 },
    ]
    for (const name of options.quick ? FUNCTIONS.slice(0, 1) : FUNCTIONS) {
      await bundleFunction(name, path.join(folder, name))
      const bundle = path.join(folder, name, 'index.mjs')
      const { ms, cpuMs } = await importTimes(bundle, starts)
      rows.push({
        function: name,
        'import ms': ms,
        'over it': ms - least.ms,
        'CPU ms': cpuMs,
        KB: Math.round(Buffer.byteLength(await readAtStart(bundle)) / 1024),
      })
    }
    return [{ title: 'Cold start: import of each bundle', rows }]
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function importTimes(bundle: string, starts: number): Promise<{ ms: number; cpuMs: number }> {
  const times: { ms: number; cpuMs: number }[] = []
  for (let start = 0; start < starts; start++) {
    const { stdout } = await run(process.execPath, ['--input-type=module', '-e', IMPORT], {
      cwd: path.dirname(bundle),
      env: { ...START_ENVIRONMENT, BUNDLE: bundle },
    })
    times.push(JSON.parse(stdout))
  }
  return medians(times)
}
