import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { freePort } from '#local/process/index.ts'
import { findPgBouncer } from './findPgBouncer.ts'

/** PgBouncer refuses to run as root. Every Debian system has this user. */
const NOBODY = { uid: 65_534, gid: 65_534 }
const START_WITHIN_MS = 30_000

export interface PgBouncer {
  port: number
  stop(): Promise<void>
}

/**
 * Starts PgBouncer in transaction mode on loopback with the limits of Neon's pooler.
 * @param serverUrl the `postgres://` URL of the server
 * @param options.serverConnections the maximum number of server connections for each database and user
 */
export async function startPgBouncer(
  serverUrl: string,
  { serverConnections = 64 }: { serverConnections?: number } = {},
): Promise<PgBouncer> {
  const { hostname, port: serverPort, username, password } = new URL(serverUrl)
  const folder = await mkdtemp(path.join(tmpdir(), 'vesper-pgbouncer-'))
  const port = await freePort()
  const config = path.join(folder, 'pgbouncer.ini')
  const users = path.join(folder, 'users.txt')
  await writeFile(users, `"${username}" "${password}"\n`)
  await writeFile(
    config,
    `[databases]
* = host=${hostname} port=${serverPort}

[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${port}
unix_socket_dir =
auth_type = plain
auth_file = ${users}
pool_mode = transaction
default_pool_size = ${serverConnections}
max_client_conn = 10000
max_prepared_statements = 1000
query_wait_timeout = 120
`,
  )
  // PgBouncer's user cannot read the clone.
  const program = path.join(folder, 'pgbouncer')
  await copyFile(await absolute(await findPgBouncer()), program)
  await Promise.all([chmod(folder, 0o755), chmod(program, 0o755), chmod(users, 0o644), chmod(config, 0o644)])
  const child = spawn(program, [config], {
    cwd: '/',
    env: {},
    stdio: ['ignore', 'ignore', 'pipe'],
    ...(process.getuid?.() === 0 && NOBODY),
  })
  await listening(child)
  return {
    port,
    async stop() {
      const exited = once(child, 'exit')
      if (child.exitCode === null && child.kill('SIGKILL')) await exited
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** Returns the absolute path of a program in the PATH. */
async function absolute(program: string): Promise<string> {
  if (path.isAbsolute(program)) return program
  const child = spawn('sh', ['-c', `command -v ${program}`], { stdio: ['ignore', 'pipe', 'inherit'] })
  let found = ''
  for await (const chunk of child.stdout) found += String(chunk)
  return found.trim()
}

async function listening(child: ReturnType<typeof spawn>): Promise<void> {
  let said = ''
  let timer: NodeJS.Timeout | undefined
  const settled = new Promise<void>((resolve, reject) => {
    const fail = (why: string) => reject(new Error(`PgBouncer ${why}:\n${said}`))
    timer = setTimeout(() => fail('did not start in time'), START_WITHIN_MS)
    child.stderr?.on('data', (chunk: Buffer) => {
      said += chunk.toString()
      if (said.includes('process up')) resolve()
    })
    child.once('error', reject)
    child.once('exit', (code) => fail(`ended with ${code}`))
  })
  await settled.finally(() => clearTimeout(timer))
  child.stderr?.removeAllListeners('data')
  child.stderr?.resume()
}
