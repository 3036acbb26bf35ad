import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { chmod, chown, mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { binariesFor, canEnter, findBinaries, type PostgresBinaries, type SystemUser } from './binaries.ts'

/** Where a cluster goes whose data folder PostgreSQL's user can't enter. */
const SHARED_FOLDER = '/var/lib/vesper'
/** In the data folder: which cluster of the shared folder is its own. */
const CLUSTER_FILE = 'postgres.cluster'
/** In the cluster's place: which data folder it belongs to. */
const OWNER_FILE = 'data-folder'

/** Where a cluster is, and who runs it. */
export interface Place {
  binaries: PostgresBinaries
  /** The cluster's own folder. */
  data: string
  /** Whom the programs run as; nothing for whoever runs us. */
  as: SystemUser | Record<string, never>
}

/** Finds a place for the cluster of a data folder: in it, if the user that PostgreSQL runs as can get there. */
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

/** The data folder may be passed through, not listed; what is secret in it has a mode of its own. */
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

/** Clusters whose data folder was deleted, or has another by now, are nobody's. */
async function removeOrphans(): Promise<void> {
  for (const id of await readdir(SHARED_FOLDER)) {
    const place = path.join(SHARED_FOLDER, id)
    const owner = await readFile(path.join(place, OWNER_FILE), 'utf8').catch(() => null)
    if (owner === null || existsSync(path.join(place, 'postgres', 'postmaster.pid'))) continue
    const own = await readFile(path.join(owner, CLUSTER_FILE), 'utf8').catch(() => '')
    if (own.trim() !== id) await rm(place, { recursive: true, force: true })
  }
}

/** `postgres` where the machine has that user, else `nobody`, which every one has. */
async function unprivilegedUser(): Promise<SystemUser> {
  const passwd = await readFile('/etc/passwd', 'utf8')
  for (const name of ['postgres', 'nobody']) {
    const line = passwd.split('\n').find((entry) => entry.startsWith(`${name}:`))
    const [, , uid, gid] = line?.split(':') ?? []
    if (uid !== undefined && gid !== undefined) return { uid: Number(uid), gid: Number(gid) }
  }
  throw new Error(
    'PostgreSQL refuses to run as root, and this machine has neither a user postgres nor nobody',
  )
}
