import { spawnSync } from 'node:child_process'
import path from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { freshBuild } from './freshBuild.mjs'

/** `npm start`: builds the gateway if its code has changed, and runs the build in this process. */
const project = fileURLToPath(new URL('../../..', import.meta.url))
const builds = path.join(project, 'dist/local')

function build() {
  const startedAt = performance.now()
  process.stdout.write('Building the gateway, because its code is new or has changed.\n')
  const main = path.join(project, 'infra/build/npmStart/main.ts')
  const { status } = spawnSync(process.execPath, ['--import', 'tsx', main, builds], {
    cwd: project,
    stdio: 'inherit',
  })
  if (status !== 0) process.exit(1)
  process.stdout.write(`Built in ${((performance.now() - startedAt) / 1_000).toFixed(1)} s.\n`)
}

const folder = await freshBuild({ project, builds, build })
process.env.VESPER_CONNECTOR_MAIN = path.join(folder, 'connector.mjs')
await import(pathToFileURL(path.join(folder, 'gateway.mjs')).href)
