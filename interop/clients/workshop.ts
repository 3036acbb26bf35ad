import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { onTestFinished } from 'vitest'
import { caller } from '../../e2e/support/client.ts'
import type { TestGateway } from '../../e2e/support/gateway.ts'
import { adminOf } from '../../e2e/support/tenants.ts'
import { wholeEnvironment } from '../config.ts'
import { findGenerators, TOOLS } from './findGenerators.ts'

const MAX_OUTPUT_BYTES = 64 * 1024 * 1024

/** A folder for the generated code of one test, which the end of the test removes. */
export interface Workshop {
  folder: string
  /** Files of both OpenAPI documents. */
  documents: { api: string; admin: string }
  /** Absolute path of a file beside the tests. */
  source(name: string): string
  /**
   * Runs a program in the folder.
   * @returns the standard output
   * @throws Error with the output if the program fails or warns
   */
  run(program: string, args: readonly string[]): Promise<string>
}

/** Creates a folder with the two OpenAPI documents that the gateway serves. */
export async function openWorkshop(gateway: TestGateway): Promise<Workshop> {
  const { pythonPath } = await findGenerators()
  const folder = await mkdtemp(path.join(TOOLS, 'work-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  const documents = { api: path.join(folder, 'api.json'), admin: path.join(folder, 'admin.json') }
  const api = await caller(gateway.info.baseUrl)('GET', '/openapi.json')
  await writeFile(documents.api, JSON.stringify(api.body))
  const admin = await adminOf(gateway)('GET', '/openapi.json')
  await writeFile(documents.admin, JSON.stringify(admin.body))
  // The Python generator finds its formatter by the path. Colours would hide the word of a warning.
  const own = wholeEnvironment()
  const env = { ...own, PATH: `${pythonPath}:${own.PATH}`, NO_COLOR: '1' }
  return {
    folder,
    documents,
    source: (name) => fileURLToPath(new URL(name, import.meta.url)),
    async run(program, args) {
      const ran = promisify(execFile)(program, args, { cwd: folder, env, maxBuffer: MAX_OUTPUT_BYTES })
      const { stdout, stderr } = await ran.catch((error: Error & { stdout: string; stderr: string }) => {
        throw new Error(`${path.basename(program)} failed:\n${error.stdout}${error.stderr}`)
      })
      const output = `${stdout}${stderr}`
      if (/warning/i.test(output)) throw new Error(`${path.basename(program)} warns:\n${output}`)
      return stdout
    },
  }
}
