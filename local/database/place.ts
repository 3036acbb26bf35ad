import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { chmod, chown, mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { binariesFor, canEnter, findBinaries, type PostgresBinaries, type SystemUser } from './binaries.ts'

/** Folder of a cluster whose data folder PostgreSQL's user cannot enter. */
const SHARED_FOLDER = '/var/lib/vesper'
/** File in the data folder that names its cluster in the shared folder. */
const CLUSTER_FILE = 'postgres.cluster'
/** File beside the cluster that names its data folder. */
const OWNER_FILE = 'data-folder'

/** The place of a cluster, and the user that runs it. */
export interface Place {
  binaries: PostgresBinaries
  /** The folder of the cluster. */
  data: string
  /** The user that runs the programs; empty for the user of this process. */
  as: SystemUser | Record<string, never>
}

/**
 * Finds a place for the cluster of a data folder: in the data folder, if the user that runs PostgreSQL can
 * enter it.
 */
export async function placeFor(folder: string): Promise<Place> {
  await mkdir(folder, { recursive: true })
  if (process.getuid?.() !== 0)
    return { binaries: await findBinaries(), data: path.join(folder, 'postgres'), as: {} }
  const user = await unprivilegedUser()
  const data = canEnter(user, path.dirname(folder)) ? await within(folder) : await elsewhere(folder)
  await mkdir(data, { recursive: true })
  await chown(data, user.uid, user.gid)
  await chmod(data, 0o700)
  return { binaries: await binariesFor(user, SHARED_FOLDER), data, as: user }
}

/**
 * Lets the user pass through the data folder without listing it. Secret files in the folder have a mode of
 * their own.
 */
async function within(folder: string): Promise<string> {
  await chmod(folder, (await stat(folder)).mode | 0o011)
  return path.join(folder, 'postgres')
}

async function elsewhere(folder: string): Promise<string> {
  await mkdir(SHARED_FOLDER, { recursive: true, mode: 0o755 })
  await removeOrphans()
  const file = path.join(folder, CLUSTER_FILE)
  const id = existsSync(file)
    ? (await readFile(file, 'utf8')).trim()
    : `cluster-${randomBytes(6).toString('hex')}`
  const place = path.join(SHARED_FOLDER, id)
  await mkdir(place, { recursive: true, mode: 0o755 })
  await writeFile(path.join(place, OWNER_FILE), folder)
  await writeFile(file, `${id}\n`)
  return path.join(place, 'postgres')
}

/** Removes clusters whose data folder was deleted, or has another cluster now. */
async function removeOrphans(): Promise<void> {
  for (const id of await readdir(SHARED_FOLDER)) {
    const place = path.join(SHARED_FOLDER, id)
    const owner = await readFile(path.join(place, OWNER_FILE), 'utf8').catch(() => null)
    if (owner === null || existsSync(path.join(place, 'postgres', 'postmaster.pid'))) continue
    const own = await readFile(path.join(owner, CLUSTER_FILE), 'utf8').catch(() => '')
    if (own.trim() !== id) await rm(place, { recursive: true, force: true })
  }
}

/** Returns the user `postgres` if the machine has it, else `nobody`, which each machine has. */
async function unprivilegedUser(): Promise<SystemUser> {
  const passwd = await readFile('/etc/passwd', 'utf8')
  for (const name of ['postgres', 'nobody']) {
    const line = passwd.split('\n').find((entry) => entry.startsWith(`${name}:`))
    const [, , uid, gid] = line?.split(':') ?? []
    if (uid !== undefined && gid !== undefined) return { uid: Number(uid), gid: Number(gid) }
  }
  throw new Error(
    'PostgreSQL refuses to run as root, and this machine has no user postgres or nobody. Create one of them.',
  )
}
