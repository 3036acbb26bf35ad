import { access, constants } from 'node:fs/promises'
import { createRequire } from 'node:module'
import path from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const MODULES = fileURLToPath(new URL('../.tools/sdk/node_modules', import.meta.url))
/** The name of this machine's CPU in Bun's packages. */
const BUN_CPU = process.arch === 'arm64' ? 'aarch64' : process.arch

const node = (version: number) => path.join(MODULES, `node${version}-linux-${process.arch}/bin/node`)
const PROGRAMS = {
  node20: node(20),
  node22: node(22),
  node24: node(24),
  bun: path.join(MODULES, `@oven/bun-linux-${BUN_CPU}/bin/bun`),
  tsc: path.join(MODULES, '.bin/tsc'),
  chromium: '/usr/bin/chromium',
}

/** The part of playwright-core that the test calls. The package belongs to the tools, so that `tsc` does not see its types. */
interface Playwright {
  chromium: {
    launch(options: { executablePath: string; args: string[]; timeout: number }): Promise<Browser>
  }
}
interface Browser {
  newPage(): Promise<Page>
  close(): Promise<void>
}
interface Page {
  on(event: 'pageerror', listen: (error: Error) => void): void
  goto(url: string, options: { timeout: number }): Promise<unknown>
  /** Evaluates an expression in the page, and returns the value of its promise. */
  evaluate(expression: string): Promise<unknown>
}

/**
 * Finds a runtime that interop/setup.sh installs.
 * @returns the absolute path
 * @throws Error that names the missing program, and says how to install it
 */
export async function findRuntime(name: keyof typeof PROGRAMS): Promise<string> {
  const program = PROGRAMS[name]
  await access(program, constants.X_OK).catch(() => {
    throw new Error(`${name} is missing. Run interop/setup.sh.`)
  })
  return program
}

/**
 * Loads playwright-core, which interop/setup.sh installs.
 * @throws Error that says how to install the package
 */
export async function loadPlaywright(): Promise<Playwright> {
  try {
    const resolve = createRequire(path.join(MODULES, 'index.js')).resolve
    return (await import(pathToFileURL(resolve('playwright-core')).href)).default
  } catch (cause) {
    throw new Error('playwright-core is missing. Run interop/setup.sh.', { cause })
  }
}
