import { execFile, spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { chmod, chown, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'
import { freePort } from '../ports.ts'
import { binariesFor, canEnter, findBinaries, type PostgresBinaries, type SystemUser } from './binaries.ts'

const run = promisify(execFile)

/** Where the database of a clone goes that its user, who is not root, can't enter. */
const SHARED_FOLDER = '/var/lib/vesper'
const USER = 'vesper'
const START_WITHIN_SECONDS = 30

export interface LocalPostgres {
  port: number
  /** `postgres://…` of the database of that name */
  url(database: string): string
  stop(): Promise<void>
}

export interface PostgresOptions {
  /** Folder that the cluster lives in; made where it is missing. */
  folder: string
  /** For tests: no fsync. A crash of the machine may then damage the cluster; a crash of the process does not. */
  unsafe?: boolean
}

/**
 * Runs a real PostgreSQL on loopback, on a free port, and keeps its data. One that an earlier run left behind (kill -9
 * ends only the parent) is stopped first. As root it runs as an ordinary user, because PostgreSQL refuses root.
 */
export async function startPostgres(options: PostgresOptions): Promise<LocalPostgres> {
  const place = await placeFor(options.folder)
  const { binaries, data, as } = place
  const environment = { PATH: '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' }
  const pgCtl = (...args: string[]) =>
    run(binaries.pg_ctl, ['-D', data, ...args], { ...as, env: environment, cwd: '/' })

  if (!existsSync(path.join(data, 'PG_VERSION'))) await initialise(place, environment)
  await stopLeftover(data, pgCtl)

  const port = await freePort()
  const settings = [
    `port=${port}`,
    'listen_addresses=127.0.0.1',
    'unix_socket_directories=',
    'max_connections=200',
  ]
  if (options.unsafe) settings.push('fsync=off', 'synchronous_commit=off', 'full_page_writes=off')
  const server = spawn(binaries.postgres, ['-D', data, ...settings.flatMap((setting) => ['-c', setting])], {
    ...as,
    env: environment,
    cwd: '/',
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  await ready(server)
  server.unref()
  return {
    port,
    url: (database) => `postgres://${USER}:${USER}@127.0.0.1:${port}/${database}`,
    stop: async () => void (await pgCtl('stop', '-m', 'fast', '-w').catch(() => undefined)),
  }
}

interface Place {
  binaries: PostgresBinaries
  data: string
  /** Whom the programs run as; nothing for whoever runs us. */
  as: SystemUser | Record<string, never>
}

async function placeFor(folder: string): Promise<Place> {
  const parent = path.resolve(folder)
  if (process.getuid?.() !== 0) {
    await mkdir(parent, { recursive: true, mode: 0o700 })
    return { binaries: await findBinaries(), data: path.join(parent, 'postgres'), as: {} }
  }
  const user = await unprivilegedUser()
  const reachable = canEnter(user, parent)
  const id = createHash('sha256').update(parent).digest('hex').slice(0, 12)
  const data = reachable ? path.join(parent, 'postgres') : path.join(SHARED_FOLDER, id)
  await mkdir(path.dirname(data), { recursive: true, mode: 0o755 })
  await mkdir(data, { recursive: true, mode: 0o700 })
  await chown(data, user.uid, user.gid)
  await chmod(data, 0o700)
  return { binaries: await binariesFor(user, SHARED_FOLDER), data, as: user }
}

/** `postgres` where the machine has that user, else `nobody`, which every one has. */
async function unprivilegedUser(): Promise<SystemUser> {
  const passwd = await readFile('/etc/passwd', 'utf8')
  for (const name of ['postgres', 'nobody']) {
    const [, , uid, gid] =
      passwd
        .split('\n')
        .find((line) => line.startsWith(`${name}:`))
        ?.split(':') ?? []
    if (uid !== undefined && gid !== undefined) return { uid: Number(uid), gid: Number(gid) }
  }
  throw new Error(
    'PostgreSQL refuses to run as root, and this machine has neither a user postgres nor nobody',
  )
}

async function initialise({ binaries, data, as }: Place, env: Record<string, string>): Promise<void> {
  const passwordFile = path.join(data, '..', `.initdb-${process.pid}`)
  await writeFile(passwordFile, `${USER}\n`, { mode: 0o600 })
  if ('uid' in as && as.uid !== undefined) await chown(passwordFile, as.uid, as.gid ?? as.uid)
  try {
    // SCRAM costs 200 ms and more a connection in JavaScript; the server listens on loopback only.
    const flags = [
      '--auth=password',
      `--username=${USER}`,
      `--pwfile=${passwordFile}`,
      '--encoding=UTF8',
      '--no-sync',
    ]
    await run(binaries.initdb, ['-D', data, '--locale=C', ...flags], { ...as, env, cwd: '/' })
  } finally {
    await rm(passwordFile, { force: true })
  }
}

/** A server that outlived its parent still holds the data; a pid file without one is PostgreSQL's own to judge. */
async function stopLeftover(data: string, pgCtl: (...args: string[]) => Promise<unknown>): Promise<void> {
  if (!existsSync(path.join(data, 'postmaster.pid'))) return
  await pgCtl('stop', '-m', 'fast', '-w').catch(() => undefined)
}

async function ready(server: ReturnType<typeof spawn>): Promise<void> {
  let said = ''
  await new Promise<void>((resolve, reject) => {
    const timer = setTimeout(
      () => reject(new Error(`PostgreSQL did not start in time:\n${said}`)),
      START_WITHIN_SECONDS * 1000,
    )
    const settle = (act: () => void) => {
      clearTimeout(timer)
      act()
    }
    server.stderr?.on('data', (chunk: Buffer) => {
      said += chunk.toString()
      if (said.includes('ready to accept connections')) settle(resolve)
    })
    server.once('error', (error) => settle(() => reject(error)))
    server.once('exit', (code) => settle(() => reject(new Error(`PostgreSQL ended with ${code}:\n${said}`))))
  })
  server.stderr?.removeAllListeners('data')
  server.stderr?.resume()
}
