import { execFile } from 'node:child_process'
import { copyFile, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { essentialEnvironment } from '../config.ts'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const MAX_OUTPUT_BYTES = 16 * 1024 * 1024

/** A project outside of the repository that has the packed SDK as its only dependency. */
export interface ScratchProject {
  folder: string
  /** Removes the project. */
  remove(): Promise<void>
}

/** Builds and packs the SDK, and installs the tarball into a new project, together with the program. */
export async function createScratchProject(): Promise<ScratchProject> {
  const outer = await mkdtemp(path.join(tmpdir(), 'vesper-sdk-'))
  const remove = () => rm(outer, { recursive: true, force: true })
  try {
    return { folder: await installInto(outer), remove }
  } catch (error) {
    await remove()
    throw error
  }
}

async function installInto(outer: string): Promise<string> {
  await run('npm', ['pack', '-w', 'packages/sdk', '--pack-destination', outer, '--silent'], ROOT)
  const [tarball = ''] = await readdir(outer)
  const folder = path.join(outer, 'project')
  await mkdir(folder)
  await writeFile(path.join(folder, 'package.json'), JSON.stringify({ private: true, type: 'module' }))
  await run('npm', ['install', '--no-audit', '--no-fund', '--silent', path.join(outer, tarball)], folder)
  for (const file of ['program.mjs', 'main.mjs'])
    await copyFile(new URL(file, import.meta.url), path.join(folder, file))
  return folder
}

/**
 * Runs a program without the variables of this process, because npm's own change its behaviour.
 * @returns the standard output
 * @throws Error with the output if the program fails
 */
export async function run(program: string, args: readonly string[], cwd: string): Promise<string> {
  const env = essentialEnvironment()
  const ran = promisify(execFile)(program, args, { cwd, env, maxBuffer: MAX_OUTPUT_BYTES })
  const { stdout } = await ran.catch((error: Error & { stdout: string; stderr: string }) => {
    throw new Error(`${path.basename(program)} failed:\n${error.stdout}${error.stderr}`, { cause: error })
  })
  return stdout
}
