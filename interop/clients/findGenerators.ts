import { access, constants } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

/** The folder of the tools. A generated TypeScript client resolves its packages from here. */
export const TOOLS = fileURLToPath(new URL('../.tools/clients', import.meta.url))

const PYTHON = path.join(TOOLS, 'python/bin')
const NODE = path.join(TOOLS, 'node_modules/.bin')
const PROGRAMS = {
  python: path.join(PYTHON, 'python'),
  openapiPythonClient: path.join(PYTHON, 'openapi-python-client'),
  heyApi: path.join(NODE, 'openapi-ts'),
  openapiTypescript: path.join(NODE, 'openapi-typescript'),
  tsc: path.join(NODE, 'tsc'),
}

/**
 * Finds the generators that interop/setup.sh installs.
 * @returns absolute paths
 * @throws Error that names the missing program, and says how to install it
 */
export async function findGenerators(): Promise<typeof PROGRAMS & { pythonPath: string }> {
  for (const program of Object.values(PROGRAMS))
    await access(program, constants.X_OK).catch(() => {
      throw new Error(`${path.basename(program)} is missing. Run interop/setup.sh.`)
    })
  return { ...PROGRAMS, pythonPath: PYTHON }
}
