import { createHash } from 'node:crypto'
import { rmSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'

/** The file in the folder of builds that describes the newest build. */
export const BUILD_FILE = 'build.json'

/**
 * Returns the folder of the newest build, and builds first if a source or a package has changed since. This file is JavaScript,
 * so that a start without a build needs no loader.
 * @param {object} options
 * @param {string} options.project the folder with the sources
 * @param {string} options.builds the folder with the builds
 * @param {() => void} options.build makes a build and describes it in `BUILD_FILE`
 * @throws Error if the build is not fresh when `build` returns
 */
export async function freshBuild({ project, builds, build }) {
  const found = await claimFresh(project, builds)
  if (found !== null) return found
  build()
  const built = await claimFresh(project, builds)
  if (built === null) throw new Error('The sources changed during the build. Start the gateway again.')
  return built
}

async function claimFresh(project, builds) {
  const text = await readFile(path.join(builds, BUILD_FILE), 'utf8').catch(() => null)
  if (text === null) return null
  const { name, files } = JSON.parse(text)
  const digests = await Promise.all(Object.keys(files).map((file) => digestOf(path.join(project, file))))
  if (Object.values(files).some((digest, index) => digest !== digests[index])) return null
  const folder = path.join(builds, name)
  // A later build removes the builds that no process uses.
  const claim = path.join(folder, `${process.pid}.pid`)
  const claimed = await writeFile(claim, '').then(
    () => true,
    () => false,
  )
  if (!claimed) return null
  process.once('exit', () => rmSync(claim, { force: true }))
  return folder
}

/**
 * Returns the SHA-256 of a file's content in hex, or an empty string if there is no such file.
 * @param {string} file
 */
export async function digestOf(file) {
  const content = await readFile(file).catch(() => null)
  return content === null ? '' : createHash('sha256').update(content).digest('hex')
}
