import { execFile, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { chown, readFile, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'
import { commandLineOf, freePort } from '../process/index.ts'
import { type Place, placeFor } from './place.ts'

const run = promisify(execFile)

const USER = 'vesper'
const START_WITHIN_MS = 30_000
const ENVIRONMENT = { PATH: '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' }

export interface LocalPostgres {
  port: number
  /** Returns `postgres://…` for the database of that name. */
  url(database: string): string
  stop(): Promise<void>
}

export interface PostgresOptions {
  /** Folder of the data; created if missing. */
  folder: string
  /** For tests: no fsync. A crash of the machine may then damage the cluster, but a crash of the process does not. */
  unsafe?: boolean
}

/**
 * Runs a real PostgreSQL on loopback, on a free port, and keeps its data. `kill -9` ends only the parent
 * process, so a server of an earlier run is stopped first. For root, PostgreSQL runs as an ordinary user,
 * because it refuses root.
 */
export async function startPostgres(options: PostgresOptions): Promise<LocalPostgres> {
  const place = await placeFor(path.resolve(options.folder))
  if (!existsSync(path.join(place.data, 'PG_VERSION'))) await initialise(place)
  await stopLeftover(place)

  const port = await freePort()
  const settings = [
    `port=${port}`,
    'listen_addresses=127.0.0.1',
    'unix_socket_directories=',
    'max_connections=200',
  ]
  if (options.unsafe) settings.push('fsync=off', 'synchronous_commit=off', 'full_page_writes=off')
  const { binaries, data, as } = place
  const server = spawn(binaries.postgres, ['-D', data, ...settings.flatMap((setting) => ['-c', setting])], {
    ...as,
    env: ENVIRONMENT,
    cwd: '/',
    // Ctrl-C must not reach PostgreSQL, because the database stops last.
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  await ready(server)
  server.unref()
  return {
    port,
    url: (database) => `postgres://${USER}:${USER}@127.0.0.1:${port}/${database}`,
    stop: () => stop(place),
  }
}

async function initialise({ binaries, data, as }: Place): Promise<void> {
  const passwordFile = path.join(data, '..', `.initdb-${process.pid}`)
  await writeFile(passwordFile, `${USER}\n`, { mode: 0o600 })
  if (as.uid !== undefined) await chown(passwordFile, as.uid, as.gid)
  try {
    // SCRAM would cost 200 ms or more for each connection in JavaScript. The server listens only on loopback.
    const flags = ['--auth=password', `--username=${USER}`, `--pwfile=${passwordFile}`, '--encoding=UTF8']
    await run(binaries.initdb, ['-D', data, '--locale=C', ...flags], { ...as, env: ENVIRONMENT, cwd: '/' })
  } finally {
    await rm(passwordFile, { force: true })
  }
}

async function stop({ binaries, data, as }: Place): Promise<void> {
  const options = { ...as, env: ENVIRONMENT, cwd: '/' }
  await run(binaries.pg_ctl, ['-D', data, 'stop', '-m', 'fast', '-w'], options).catch(() => undefined)
}

/**
 * Stops a server that survived its parent, because it still holds the data. A pid file may also survive its
 * server, and its number may belong to another process.
 */
async function stopLeftover(place: Place): Promise<void> {
  const file = path.join(place.data, 'postmaster.pid')
  if (!existsSync(file)) return
  const [pid] = (await readFile(file, 'utf8')).split('\n')
  if (commandLineOf(Number(pid)).includes(place.data)) await stop(place)
}

async function ready(server: ReturnType<typeof spawn>): Promise<void> {
  let said = ''
  let timer: NodeJS.Timeout | undefined
  const settled = new Promise<void>((resolve, reject) => {
    const fail = (why: string) => reject(new Error(`PostgreSQL ${why}. The output:\n${said}`))
    timer = setTimeout(() => fail('did not start in time'), START_WITHIN_MS)
    server.stderr?.on('data', (chunk: Buffer) => {
      said += chunk.toString()
      if (said.includes('ready to accept connections')) resolve()
    })
    server.once('error', reject)
    server.once('exit', (code) => fail(`ended with ${code}`))
  })
  await settled.finally(() => clearTimeout(timer))
  server.stderr?.removeAllListeners('data')
  server.stderr?.resume()
}
