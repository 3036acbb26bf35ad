import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const OWN = fileURLToPath(new URL('../.tools/bin/pgbouncer', import.meta.url))
const run = promisify(execFile)

/** The first version that supports named prepared statements in transaction mode. */
const NEEDED = [1, 21] as const

/**
 * Finds the PgBouncer that interop/setup.sh installed, or one in the PATH.
 * @throws Error with the command that installs it
 */
export async function findPgBouncer(): Promise<string> {
  for (const file of [OWN, 'pgbouncer']) {
    const said = await run(file, ['--version']).catch(() => undefined)
    const [, major, minor] = /PgBouncer (\d+)\.(\d+)/.exec(said?.stdout ?? '') ?? []
    if (Number(major) > NEEDED[0] || (Number(major) === NEEDED[0] && Number(minor) >= NEEDED[1])) return file
  }
  throw new Error(`PgBouncer ${NEEDED.join('.')} or newer is missing. Run interop/setup.sh.`)
}
