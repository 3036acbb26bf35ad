import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const PROGRAM = fileURLToPath(new URL('../.tools/schemathesis/bin/schemathesis', import.meta.url))
const run = promisify(execFile)

/**
 * Finds the schemathesis that interop/setup.sh installs.
 * @throws Error that says how to install schemathesis
 */
export async function findSchemathesis(): Promise<string> {
  const answer = await run(PROGRAM, ['--version']).catch(() => undefined)
  if (answer === undefined) throw new Error('schemathesis is missing. Run interop/setup.sh.')
  return PROGRAM
}
