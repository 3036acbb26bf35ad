import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const inTools = (path: string) => fileURLToPath(new URL(`../.tools/${path}`, import.meta.url))
/** The Python that has moto. */
export const PYTHON = inTools('moto/bin/python')
export const CFN_LINT = inTools('moto/bin/cfn-lint')
export const CHECKOV = inTools('checkov/bin/checkov')
const run = promisify(execFile)

/**
 * Checks the tools that interop/setup.sh installs.
 * @throws Error that says how to install them
 */
export async function findCloudTools(): Promise<void> {
  const found = await Promise.all([
    run(CFN_LINT, ['--version']),
    run(PYTHON, ['-c', 'from importlib.metadata import version; version("moto")']),
    run(CHECKOV, ['--version']),
  ]).catch(() => undefined)
  if (!found) throw new Error('moto, cfn-lint or checkov is missing. Run interop/setup.sh.')
}
