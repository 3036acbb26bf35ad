import { createHash } from 'node:crypto'
import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { PROJECT_FOLDER } from '../bundle.ts'
import { BUILD_FILE, digestOf } from './freshBuild.mjs'
import { buildProcesses } from './processes.ts'

/**
 * Files whose change changes the packages or the names of modules. npm writes the first file at each installation.
 */
const PACKAGES = ['node_modules/.package-lock.json', 'package-lock.json', 'package.json', 'tsconfig.json']

/**
 * Builds the gateway, describes the build in `BUILD_FILE`, and removes earlier builds that no process uses. A running gateway
 * keeps its build, because the gateway replaces dead connectors and loads some files late.
 * @param builds the folder of the builds
 */
export async function updateBuild(builds: string): Promise<void> {
  const partial = path.join(builds, `partial-${process.pid}`)
  // A change of the packages during the build makes the build stale.
  const packages = Object.fromEntries(
    await Promise.all(
      PACKAGES.map(async (file) => [file, await digestOf(path.join(PROJECT_FOLDER, file))] as const),
    ),
  )
  await mkdir(partial, { recursive: true })
  const { sources } = await buildProcesses(partial)
  const files = { ...packages, ...sources }
  const name = createHash('sha256')
    .update(JSON.stringify(Object.entries(files).sort()))
    .digest('hex')
  const folder = path.join(builds, name.slice(0, 16))
  // Another start of the same code may have made the same build.
  await rename(partial, folder).catch(() => rm(partial, { recursive: true }))
  await writeFile(
    path.join(builds, `${BUILD_FILE}.${process.pid}`),
    JSON.stringify({ name: path.basename(folder), files }),
  )
  await rename(path.join(builds, `${BUILD_FILE}.${process.pid}`), path.join(builds, BUILD_FILE))
  await removeUnused(builds, path.basename(folder))
}

async function removeUnused(builds: string, current: string): Promise<void> {
  const entries = await readdir(builds, { withFileTypes: true })
  for (const entry of entries.filter((one) => one.isDirectory() && one.name !== current)) {
    const folder = path.join(builds, entry.name)
    const owner = /^partial-(\d+)$/.exec(entry.name)?.[1]
    const pids = owner === undefined ? await claimsOf(folder) : [owner]
    if (!pids.some((pid) => isAlive(Number(pid)))) await rm(folder, { recursive: true, force: true })
  }
}

/** Returns the numbers of the processes that use a build. */
async function claimsOf(folder: string): Promise<string[]> {
  return (await readdir(folder)).filter((name) => name.endsWith('.pid')).map((name) => path.parse(name).name)
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
