import { cpus, loadavg } from 'node:os'
import { closeConnections } from '#local/customer/index.ts'
import { Shutdown } from '#local/process/index.ts'
import { runBench } from './bench.ts'
import { readBenchConfig } from './config.ts'
import { print } from './print.ts'

/** Measures a gateway of its own, beside the floors in the same run. Leaves nothing behind. */
const { only, json, ...options } = readBenchConfig()
const shutdown = new Shutdown()
let stopping: Promise<void> | undefined
/** Whoever asks again waits for the same: an interrupted run fails, too, because its processes are gone. */
const stopAll = () => {
  stopping ??= shutdown.run()
  return stopping
}
const interrupt = () => void stopAll().finally(() => process.exit(130))
process.on('SIGINT', interrupt)
process.on('SIGTERM', interrupt)

try {
  // A machine that is busy with something else gives worse numbers, and worse ratios: they begin with how busy it was.
  const [load] = loadavg()
  process.stderr.write(`Load ${load?.toFixed(1)} on ${cpus().length} cores\n`)
  const found = await runBench(only, options, shutdown, (line) => process.stderr.write(`${line}\n`))
  const about = {
    load,
    node: process.version,
    runtime: options.runtime ?? process.execPath,
    at: new Date().toISOString(),
  }
  process.stdout.write(
    json ? `${JSON.stringify({ ...about, ...found })}\n` : `${print(Object.values(found).flat())}\n`,
  )
} finally {
  closeConnections()
  await stopAll()
}
process.exit(0)
