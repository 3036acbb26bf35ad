import { cpus, loadavg } from 'node:os'
import { closeConnections } from '#local/customer/index.ts'
import { Shutdown } from '#local/process/index.ts'
import { runBench } from './bench.ts'
import { readBenchConfig } from './config.ts'
import { print } from './print.ts'

/** Measures a gateway and raw Baileys in one run, and removes all files and processes afterwards. */
const { only, json, ...options } = readBenchConfig()
const shutdown = new Shutdown()
let stopping: Promise<void> | undefined
/** Stops the processes once, also after a second interrupt. An interrupted run also fails, because its processes have ended. */
const stopAll = () => {
  stopping ??= shutdown.run()
  return stopping
}
const interrupt = () => void stopAll().finally(() => process.exit(130))
process.on('SIGINT', interrupt)
process.on('SIGTERM', interrupt)

try {
  // The output begins with the load, because other work on the machine worsens numbers and ratios.
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
